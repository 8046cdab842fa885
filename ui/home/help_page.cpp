// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/home/help_page.h"

#include "ui/home/wording.h"

#include <QBoxLayout>
#include <QGridLayout>

namespace dgex::ui {

namespace {

constexpr std::array kLanguages{"en", "ja", "de"};
constexpr std::array kLanguageNames{u"English", u"日本語", u"Deutsch"};
constexpr std::array kPalettes{Palette::Light, Palette::Dark, Palette::Night};

} // namespace

HelpPage::HelpPage(Theme& theme, QWidget* parent)
    : Page(parent)
    , m_theme(theme)
    , m_alertsHead(new Label(theme, TextSize::Body, Role::Text, true))
    , m_more(new Label(theme, TextSize::Caption, Role::TextSecondary))
    , m_devicesHead(new Label(theme, TextSize::Body, Role::Text, true))
    , m_routerHead(new Label(theme, TextSize::Body, Role::Text, true))
    , m_router(new Label(theme, TextSize::Caption))
    , m_legs(new Label(theme, TextSize::Caption, Role::TextSecondary))
    , m_ledger(new Label(theme, TextSize::Caption, Role::TextSecondary))
    , m_languageHead(new Label(theme, TextSize::Caption, Role::TextSecondary))
    , m_paletteHead(new Label(theme, TextSize::Caption, Role::TextSecondary))
{
    setObjectName(QStringLiteral("helpPage"));
    auto* left = new QVBoxLayout;
    left->setSpacing(theme.px(8));
    left->addWidget(makeAlerts(), 1);
    left->addWidget(makeChoices());
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(theme.px(10), theme.px(2), theme.px(10), theme.px(8));
    row->setSpacing(theme.px(8));
    row->addLayout(left, 1);
    row->addWidget(makeDevices(), 1);
    connect(&theme, &Theme::changed, this, [this] {
        for (std::size_t i = 0; i < kPalettes.size(); ++i)
            m_palettes[i]->setChecked(kPalettes[i] == m_theme.palette());
    });
}

QWidget* HelpPage::makeAlerts()
{
    auto* card = new Card(m_theme);
    card->box().addWidget(m_alertsHead);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(m_theme.px(8));
    grid->setVerticalSpacing(m_theme.px(2));
    grid->setColumnStretch(1, 1);
    for (std::size_t i = 0; i < m_alertTitles.size(); ++i) {
        m_alertTitles[i] = new Label(m_theme, TextSize::Caption, Role::Text, true);
        m_alertAdvice[i] = new Label(m_theme, TextSize::Caption, Role::TextSecondary);
        m_alertTitles[i]->setWordWrap(true);
        m_alertAdvice[i]->setWordWrap(true);
        m_alertSigns[i] = new WarningSign(m_theme);
        m_alertTimes[i] = new Label(m_theme, TextSize::Caption, Role::TextSecondary);
        const int row = static_cast<int>(i) * 2;
        grid->addWidget(m_alertSigns[i], row, 0, Qt::AlignTop);
        grid->addWidget(m_alertTitles[i], row, 1);
        grid->addWidget(m_alertTimes[i], row, 2, Qt::AlignTop);
        grid->addWidget(m_alertAdvice[i], row + 1, 1, 1, 2);
    }
    card->box().addLayout(grid);
    card->box().addWidget(m_more);
    card->box().addStretch(1);
    return card;
}

QWidget* HelpPage::makeDevices()
{
    auto* card = new Card(m_theme);
    card->box().setSpacing(m_theme.px(2));
    m_setup = new Button(m_theme, Button::Kind::Secondary);
    m_setup->setObjectName(QStringLiteral("setupButton"));
    connect(m_setup, &Button::clicked, this, &HelpPage::setupWanted);
    auto* head = new QHBoxLayout;
    head->addWidget(m_devicesHead, 1);
    head->addWidget(m_setup);
    card->box().addLayout(head);
    auto* grid = new QGridLayout;
    grid->setVerticalSpacing(0);
    grid->setColumnStretch(0, 1);
    for (std::size_t i = 0; i < m_devices.size(); ++i) {
        m_devices[i] = {new Label(m_theme, TextSize::Caption), new WarningSign(m_theme),
                        new Label(m_theme, TextSize::Caption, Role::TextSecondary)};
        m_devices[i].state->setAlignment(Qt::AlignRight);
        grid->addWidget(m_devices[i].name, static_cast<int>(i), 0);
        grid->addWidget(m_devices[i].sign, static_cast<int>(i), 1);
        grid->addWidget(m_devices[i].state, static_cast<int>(i), 2);
    }
    card->box().addLayout(grid);
    card->box().addStretch(1);
    card->box().addWidget(m_routerHead);
    card->box().addWidget(m_router);
    m_legs->setWordWrap(true);
    card->box().addWidget(m_legs);
    card->box().addStretch(1);
    card->box().addWidget(m_ledger);
    return card;
}

QWidget* HelpPage::makeChoices()
{
    auto* card = new Card(m_theme);
    auto* grid = new QGridLayout;
    grid->setSpacing(m_theme.px(6));
    for (int i = 0; i < 3; ++i) {
        const std::size_t index = static_cast<std::size_t>(i);
        m_languages[index] = new Button(m_theme, Button::Kind::Choice);
        m_languages[index]->setText(QString::fromUtf16(kLanguageNames[index]));
        m_languages[index]->setObjectName(QLatin1String(kLanguages[index]) + QStringLiteral("LanguageButton"));
        m_palettes[index] = new Button(m_theme, Button::Kind::Choice);
        m_palettes[index]->setObjectName(QStringLiteral("palette%1Button").arg(i));
        m_palettes[index]->setChecked(kPalettes[index] == m_theme.palette());
        grid->addWidget(m_languages[index], 0, i);
        grid->addWidget(m_palettes[index], 1, i);
        grid->setColumnStretch(i, 1);
        connect(m_languages[index], &Button::clicked, this,
                [this, index] { Q_EMIT languageWanted(QLatin1String(kLanguages[index])); });
        connect(m_palettes[index], &Button::clicked, this, [this, index] {
            m_theme.setPalette(kPalettes[index]);
            m_palettes[index]->setChecked(true);
        });
    }
    card->box().addLayout(grid);
    return card;
}

void HelpPage::setWide(bool wide)
{
    m_wide = wide;
    m_ledger->setVisible(wide);
    for (Label* label : {m_router, m_legs, m_ledger, m_more})
        label->setTextSize(wide ? TextSize::Body : TextSize::Caption);
    for (std::size_t i = 0; i < m_alertTitles.size(); ++i) {
        m_alertTitles[i]->setTextSize(wide ? TextSize::Body : TextSize::Caption);
        m_alertAdvice[i]->setTextSize(wide ? TextSize::Body : TextSize::Caption);
    }
    for (DeviceLine& line : m_devices) {
        line.name->setTextSize(wide ? TextSize::Body : TextSize::Caption);
        line.state->setTextSize(wide ? TextSize::Body : TextSize::Caption);
    }
}

void HelpPage::showLanguage(const QString& language)
{
    for (std::size_t i = 0; i < kLanguages.size(); ++i)
        m_languages[i]->setChecked(language == QLatin1String(kLanguages[i]));
}

void HelpPage::retranslate()
{
    m_devicesHead->setText(tr("Devices"));
    m_routerHead->setText(tr("Router (DGR)"));
    m_setup->setText(tr("Set up again"));
    m_palettes[0]->setText(tr("Light"));
    m_palettes[1]->setText(tr("Dark"));
    m_palettes[2]->setText(tr("Night"));
}

void HelpPage::showAlerts(const views::HomeSnapshot& snapshot, const QuantityFormat& format)
{
    std::vector<views::Alert> active;
    for (const views::Alert& alert : snapshot.alerts) {
        if (alert.active)
            active.push_back(alert);
    }
    const int count = static_cast<int>(active.size());
    m_alertsHead->setText(count == 0 ? tr("✓ All is well") : tr("%n alert(s)", nullptr, count));
    for (std::size_t i = 0; i < m_alertTitles.size(); ++i) {
        const bool shown = i < active.size();
        m_alertTitles[i]->setVisible(shown);
        m_alertSigns[i]->setVisible(shown);
        m_alertTimes[i]->setVisible(shown);
        m_alertAdvice[i]->setVisible((shown && (m_wide || i == 0)) || (i == 0 && count == 0));
        if (shown) {
            m_alertTitles[i]->setText(Wording::alert(active[i].code));
            m_alertTimes[i]->setText(format.time(active[i].since));
            m_alertAdvice[i]->setText(Wording::advice(active[i].code));
        } else if (i == 0) {
            m_alertAdvice[i]->setText(tr("Every device answers and every market result was proven."));
        }
    }
    const int more = count - static_cast<int>(m_alertTitles.size());
    m_more->setVisible(more > 0);
    m_more->setText(tr("and %n more", nullptr, std::max(0, more)));
}

void HelpPage::showRouter(const views::HomeSnapshot& snapshot, const QuantityFormat& format)
{
    if (!snapshot.router.value) {
        m_router->setText(tr("no answer"));
        m_legs->setText(QString());
        return;
    }
    const ports::DgrState& state = *snapshot.router.value;
    m_router->setText(tr("%1 · %2 · %3 °C")
                          .arg(Wording::routerMode(state.mode), format.power(state.power, Sign::Always),
                               format.number(state.temperatureDeciCelsius / 10.0, 0)));
    QStringList legs;
    for (const ports::LegState& leg : state.legs) {
        //: A port of the router: name, kind, power now, greatest power
        const QString words = leg.power > Power{}   ? tr("%1 (%2): in %3 of %4")
                              : leg.power < Power{} ? tr("%1 (%2): out %3 of %4")
                                                    : tr("%1 (%2): idle, %3 of %4");
        legs << words.arg(QString::fromStdString(leg.name), Wording::leg(leg),
                          format.number(static_cast<double>(leg.power.abs().count()) / 1000.0, 1),
                          format.power(leg.capacity));
    }
    m_legs->setText(legs.join(QLatin1Char('\n')));
}

void HelpPage::setSnapshot(const views::HomeSnapshot& snapshot, const QuantityFormat& format)
{
    showAlerts(snapshot, format);
    for (std::size_t i = 0; i < m_devices.size(); ++i) {
        const bool shown = i < snapshot.devices.size();
        m_devices[i].name->setVisible(shown);
        m_devices[i].state->setVisible(shown);
        m_devices[i].sign->setVisible(false);
        if (!shown)
            continue;
        const views::DeviceRow& device = snapshot.devices[i];
        const bool silent = device.quality == ports::Quality::Stale || device.quality == ports::Quality::Invalid;
        m_devices[i].name->setText(Wording::device(device.kind));
        const QString age = format.age(snapshot.now - device.lastSeen);
        m_devices[i].sign->setVisible(silent);
        m_devices[i].state->setText(silent ? tr("silent for %1").arg(age) : tr("✓ connected"));
        m_devices[i].state->setRole(silent ? Role::Text : Role::TextSecondary);
    }
    showRouter(snapshot, format);
    m_ledger->setText(tr("Ledger %1 · %n result(s) verified", nullptr, static_cast<int>(snapshot.proofsChecked))
                          .arg(format.count(static_cast<std::int64_t>(snapshot.ledgerHeight))));
}

} // namespace dgex::ui
