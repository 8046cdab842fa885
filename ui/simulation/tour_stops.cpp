// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/simulation/tour_stops.h"

#include "ui/console/operator_window.h"
#include "ui/home/home_window.h"
#include "ui/simulation/simulation_window.h"

#include <QCoreApplication>
#include <QScrollArea>

#include <array>
#include <variant>

namespace dgex::ui {

namespace {

/// Where a stop is. What must be pressed to see it is a choice inside its page.
struct Place {
    std::variant<HomeWindow::Tab, OperatorWindow::Page> page;
    const char* press; ///< Null: nothing.
    const char* widget;
};

class TourTexts {
    Q_DECLARE_TR_FUNCTIONS(TourTexts)
public:
    [[nodiscard]] static QString title(std::size_t stop);
    [[nodiscard]] static QString text(std::size_t stop);
};

constexpr std::array kPlaces{
    Place{HomeWindow::Home, nullptr, "flowDiagram"},
    Place{HomeWindow::Home, nullptr, "whyButton"},
    Place{HomeWindow::Home, nullptr, "priceStripChart"},
    Place{HomeWindow::Plan, "policyTabButton", "reserveSlider"},
    Place{HomeWindow::Bills, nullptr, "billTotalLabel"},
    Place{OperatorWindow::Markets, nullptr, "curvesStepCurveChart"},
    Place{OperatorWindow::Ledger, nullptr, "ledgerFactsLabel"},
    Place{OperatorWindow::Alarms, nullptr, "alarmsTitleLabel"},
};
constexpr std::size_t kFaults = kPlaces.size(); ///< The last stop is in the bar.

QString TourTexts::title(std::size_t stop)
{
    switch (stop) {
    case 0:
        return tr("Where the electricity flows");
    case 1:
        return tr("Why?");
    case 2:
        return tr("48 prices ahead");
    case 3:
        return tr("The plan is the owner's");
    case 4:
        return tr("The bill");
    case 5:
        return tr("The operator: markets");
    case 6:
        return tr("The ledger");
    case 7:
        return tr("Alarms");
    default:
        return tr("Now break something");
    }
}

QString TourTexts::text(std::size_t stop)
{
    switch (stop) {
    case 0:
        return tr("The home in the middle uses, stores or sells what its roof gives. Neighbours are reached through "
                  "the router, the DGR, which carries exactly what was traded.");
    case 1:
        return tr("Every order has a reason. Press Why? to read it: a sentence, three causes, and what would change "
                  "the decision.");
    case 2:
        return tr("Each half hour of the next day is a market of its own. A bar is its price; marks show where this "
                  "home bought or sold.");
    case 3:
        return tr("Nobody trades by hand. The owner says how much battery stays in reserve and at what prices to "
                  "trade; the effect is shown before it is applied.");
    case 4:
        return tr("What was traded, delivered and paid, beside what the utility alone would have cost.");
    case 5:
        return tr("This is the other face. Supply and demand of one half hour meet in one price for all; select "
                  "another half hour in the list.");
    case 6:
        return tr("Every bid and every result stands in a log that authorities sign. Each home checks its results "
                  "against these roots itself.");
    case 7:
        return tr("Grey is normal. What needs a person is listed here with its priority, to acknowledge or to shelve.");
    default:
        return tr("A cloud, a tripped router, a silent meter or a lying authority: press one, then look at both faces "
                  "to see who notices and what they are told to do.");
    }
}

QWidget* named(QWidget& window, const char* name)
{
    return window.findChild<QWidget*>(QLatin1String(name));
}

/// Brings a widget into view of the scroll areas that it is in.
void scrollTo(QWidget& widget)
{
    for (QWidget* parent = widget.parentWidget(); parent != nullptr; parent = parent->parentWidget())
        if (auto* area = qobject_cast<QScrollArea*>(parent))
            area->ensureWidgetVisible(&widget);
}

QWidget* openPlace(SimulationWindow& window, HomeWindow& home, OperatorWindow& console, const Place& place)
{
    QWidget* face = nullptr;
    if (const auto* tab = std::get_if<HomeWindow::Tab>(&place.page)) {
        window.show(SimulationWindow::Face::Home);
        if (QWidget* sheet = named(home, "whySheet"))
            sheet->hide();
        home.openTab(*tab);
        face = &home;
    } else {
        window.show(SimulationWindow::Face::Operator);
        console.openPage(std::get<OperatorWindow::Page>(place.page));
        face = &console;
    }
    if (auto* choice = place.press == nullptr ? nullptr : qobject_cast<QAbstractButton*>(named(*face, place.press)))
        choice->click();
    QWidget* widget = named(*face, place.widget);
    if (widget != nullptr)
        scrollTo(*widget);
    return widget;
}

} // namespace

std::vector<Tour::Stop> tourStops(SimulationWindow& window, HomeWindow& home, OperatorWindow& console)
{
    std::vector<Tour::Stop> stops;
    for (std::size_t i = 0; i <= kFaults; ++i) {
        const auto open = [&window, &home, &console, i] {
            return i == kFaults ? named(window, "faultsWidget") : openPlace(window, home, console, kPlaces[i]);
        };
        stops.push_back({open, [i] { return TourTexts::title(i); }, [i] { return TourTexts::text(i); }});
    }
    return stops;
}

} // namespace dgex::ui
