// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/home/setup_sheet.h"

#include "ui/common/language.h"
#include "ui/home/wording.h"

#include <QBoxLayout>
#include <QEvent>
#include <QGridLayout>
#include <QPainter>
#include <QStackedWidget>

#include <algorithm>

namespace dgex::ui {

namespace {

constexpr int kChoiceHeight = 72;

constexpr std::array kLanguages{"en", "ja", "de"};
constexpr std::array kLanguageNames{u"English", u"日本語", u"Deutsch"};
constexpr std::array kPalettes{Palette::Light, Palette::Dark, Palette::Night};
constexpr std::array kAims{policy::Preset::Income, policy::Preset::Balanced, policy::Preset::SelfSufficiency,
                           policy::Preset::RenewableFirst, policy::Preset::BackupReserve};

QWidget* pageOf(QLayout* layout)
{
    auto* page = new QWidget;
    layout->setContentsMargins(0, 0, 0, 0);
    page->setLayout(layout);
    return page;
}

/// The choices in the upper half, where the words are.
QWidget* topOf(QLayout* choices)
{
    auto* column = new QVBoxLayout;
    column->addStretch(1);
    column->addLayout(choices);
    column->addStretch(3);
    return pageOf(column);
}

} // namespace

SetupSheet::SetupSheet(Theme& theme, QWidget* window)
    : QWidget(window)
    , m_theme(theme)
    , m_count(new Label(theme, TextSize::Caption, Role::TextSecondary))
    , m_title(new Label(theme, TextSize::Title, Role::Text, true))
    , m_text(new Label(theme, TextSize::Body, Role::TextSecondary))
    , m_pages(new QStackedWidget)
    , m_back(new Button(theme, Button::Kind::Secondary))
    , m_next(new Button(theme, Button::Kind::Primary))
    , m_pad(new NumberPad(theme, window))
{
    setObjectName(QStringLiteral("setupSheet"));
    m_count->setObjectName(QStringLiteral("setupCountLabel"));
    m_title->setObjectName(QStringLiteral("setupTitleLabel"));
    m_back->setObjectName(QStringLiteral("setupBackButton"));
    m_next->setObjectName(QStringLiteral("setupNextButton"));
    for (Label* label : {m_title, m_text})
        label->setWordWrap(true);
    for (QWidget* page : {makeLanguage(), makeColours(), makeMeter(), makeApproval(), makeDevices(), makeAim()})
        m_pages->addWidget(page);
    auto* foot = new QHBoxLayout;
    foot->addWidget(m_back);
    foot->addStretch(1);
    foot->addWidget(m_next);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(theme.px(10));
    column->setContentsMargins(theme.px(32), theme.px(20), theme.px(32), theme.px(20));
    column->addWidget(m_count);
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addWidget(m_pages, 1);
    column->addLayout(foot);
    connect(m_back, &Button::clicked, this, [this] { go(m_pages->currentIndex() - 1); });
    connect(m_next, &Button::clicked, this, [this] { go(m_pages->currentIndex() + 1); });
    connect(m_pad, &NumberPad::accepted, this, [this](const QString& number) {
        m_setup.meter = number.toStdString();
        showStep();
    });
    window->installEventFilter(this);
    hide();
}

QWidget* SetupSheet::makeLanguage()
{
    auto* row = new QHBoxLayout;
    row->setSpacing(m_theme.px(12));
    for (std::size_t i = 0; i < m_languages.size(); ++i) {
        m_languages[i] = new Button(m_theme, Button::Kind::Choice);
        m_languages[i]->setText(QString::fromUtf16(kLanguageNames[i]));
        m_languages[i]->setObjectName(QStringLiteral("setupLanguage%1Button").arg(i));
        m_languages[i]->setMinimumHeight(m_theme.px(kChoiceHeight));
        row->addWidget(m_languages[i], 1);
        connect(m_languages[i], &Button::clicked, this,
                [this, i] { Q_EMIT languageWanted(QLatin1String(kLanguages[i])); });
    }
    return topOf(row);
}

QWidget* SetupSheet::makeColours()
{
    auto* row = new QHBoxLayout;
    row->setSpacing(m_theme.px(12));
    for (std::size_t i = 0; i < m_palettes.size(); ++i) {
        m_palettes[i] = new Button(m_theme, Button::Kind::Choice);
        m_palettes[i]->setObjectName(QStringLiteral("setupColours%1Button").arg(i));
        m_palettes[i]->setMinimumHeight(m_theme.px(kChoiceHeight));
        row->addWidget(m_palettes[i], 1);
        connect(m_palettes[i], &Button::clicked, this, [this, i] {
            m_theme.setPalette(kPalettes[i]);
            showStep();
        });
    }
    return topOf(row);
}

QWidget* SetupSheet::makeMeter()
{
    m_meter = new Label(m_theme, TextSize::Value, Role::Text, true);
    m_meter->setObjectName(QStringLiteral("setupMeterLabel"));
    m_changeMeter = new Button(m_theme, Button::Kind::Secondary);
    m_changeMeter->setObjectName(QStringLiteral("setupMeterButton"));
    connect(m_changeMeter, &Button::clicked, this,
            [this] { m_pad->open(tr("Number on your meter"), QString::fromStdString(m_setup.meter)); });
    auto* column = new QVBoxLayout;
    column->addStretch(1);
    column->addWidget(m_meter, 0, Qt::AlignHCenter);
    column->addWidget(m_changeMeter, 0, Qt::AlignHCenter);
    column->addStretch(1);
    return pageOf(column);
}

QWidget* SetupSheet::makeApproval()
{
    m_fingerprint = new Label(m_theme, TextSize::Strong, Role::Text, true);
    m_fingerprint->setObjectName(QStringLiteral("setupFingerprintLabel"));
    m_fingerprint->setAlignment(Qt::AlignCenter);
    m_state = new Label(m_theme, TextSize::Strong, Role::Text);
    m_state->setObjectName(QStringLiteral("setupStateLabel"));
    m_state->setAlignment(Qt::AlignCenter);
    for (Label* label : {m_fingerprint, m_state})
        label->setWordWrap(true);
    m_again = new Button(m_theme, Button::Kind::Secondary);
    m_again->setObjectName(QStringLiteral("setupAgainButton"));
    connect(m_again, &Button::clicked, this, [this] { Q_EMIT joinWanted(QString::fromStdString(m_setup.meter)); });
    auto* column = new QVBoxLayout;
    column->addWidget(m_fingerprint);
    column->addWidget(m_state, 1);
    column->addWidget(m_again, 0, Qt::AlignHCenter);
    return pageOf(column);
}

QWidget* SetupSheet::makeDevices()
{
    auto* grid = new QGridLayout;
    grid->setColumnStretch(0, 1);
    for (std::size_t i = 0; i < m_devices.size(); ++i) {
        m_devices[i] = {new Label(m_theme, TextSize::Body), new Label(m_theme, TextSize::Body, Role::TextSecondary)};
        grid->addWidget(m_devices[i].name, static_cast<int>(i), 0);
        grid->addWidget(m_devices[i].state, static_cast<int>(i), 1);
    }
    m_noDevices = new Label(m_theme, TextSize::Strong);
    m_noDevices->setWordWrap(true);
    grid->addWidget(m_noDevices, static_cast<int>(m_devices.size()), 0, 1, 2);
    grid->setRowStretch(static_cast<int>(m_devices.size()) + 1, 1);
    return pageOf(grid);
}

QWidget* SetupSheet::makeAim()
{
    auto* column = new QVBoxLayout;
    auto* row = new QHBoxLayout;
    row->setSpacing(m_theme.px(6));
    for (std::size_t i = 0; i < m_aims.size(); ++i) {
        m_aims[i] = new Button(m_theme, Button::Kind::Choice);
        m_aims[i]->setObjectName(QStringLiteral("setupAim%1Button").arg(i));
        row->addWidget(m_aims[i], 1);
        connect(m_aims[i], &Button::clicked, this, [this, i] {
            const policy::UserPolicy before = m_policy;
            m_policy = policy::presetPolicy(kAims[i]);
            m_policy.windows = before.windows;
            m_policy.exceptions = before.exceptions;
            Q_EMIT policyWanted(m_policy);
            showStep();
        });
    }
    m_aimEffect = new Label(m_theme, TextSize::Strong);
    m_aimEffect->setWordWrap(true);
    column->addStretch(1);
    column->addLayout(row);
    column->addWidget(m_aimEffect);
    column->addStretch(3);
    return pageOf(column);
}

SetupSheet::Step SetupSheet::step() const
{
    return static_cast<Step>(m_pages->currentIndex());
}

void SetupSheet::open()
{
    m_pages->setCurrentIndex(LanguageStep);
    retranslate();
    setGeometry(parentWidget()->rect());
    show();
    raise();
    m_next->setFocus();
}

bool SetupSheet::mayGoOn() const
{
    switch (step()) {
    case MeterStep:
        return !m_setup.meter.empty();
    case ApprovalStep:
        return m_setup.state == views::JoinState::Joined;
    case DevicesStep:
        return m_isKnown;
    case LanguageStep:
    case ColoursStep:
    case AimStep:
        break;
    }
    return true;
}

void SetupSheet::go(int step)
{
    if (step >= kSteps)
        return hide();
    m_pages->setCurrentIndex(std::clamp(step, 0, kSteps - 1));
    if (this->step() == ApprovalStep && m_setup.state == views::JoinState::Unasked)
        Q_EMIT joinWanted(QString::fromStdString(m_setup.meter));
    showStep();
}

void SetupSheet::retranslate()
{
    m_pad->retranslate();
    m_back->setText(tr("Back"));
    m_again->setText(tr("Try again"));
    m_changeMeter->setText(tr("Change"));
    const std::array names{tr("Light"), tr("Dark"), tr("Night")};
    for (std::size_t i = 0; i < names.size(); ++i)
        m_palettes[i]->setText(names[i]);
    for (std::size_t i = 0; i < kAims.size(); ++i)
        m_aims[i]->setText(Wording::preset(kAims[i]));
    m_noDevices->setText(
        tr("No device has answered yet. Check that they have power; this page looks again by itself."));
    showStep();
}

void SetupSheet::showStep()
{
    const std::array titles{tr("Choose your language"), tr("Choose the colours"), tr("Your electricity meter"),
                            tr("Your utility's word"),  tr("Your devices"),       tr("What matters to you?")};
    const std::array texts{tr("You can change everything here later, under Help."),
                           tr("Night is for bedrooms: dark and without blue."),
                           tr("Compare the number with the one on your meter."),
                           tr("Tell your utility this code. It lets your home in when it sees the same."),
                           tr("These were found in your home."),
                           tr("The home decides by this from the next half hour on. Details are on the Plan page.")};
    const auto index = static_cast<std::size_t>(m_pages->currentIndex());
    m_count->setText(tr("Step %1 of %2").arg(index + 1).arg(kSteps));
    m_title->setText(titles[index]);
    m_text->setText(texts[index]);
    m_back->setVisible(index > 0);
    m_next->setText(step() == AimStep ? tr("Done") : tr("Next"));
    m_next->setEnabled(mayGoOn());
    for (std::size_t i = 0; i < kLanguages.size(); ++i)
        m_languages[i]->setChecked(Language::current() == QLatin1String(kLanguages[i]));
    for (std::size_t i = 0; i < kPalettes.size(); ++i)
        m_palettes[i]->setChecked(m_theme.palette() == kPalettes[i]);
    m_meter->setText(m_setup.meter.empty() ? QuantityFormat::absent() : QString::fromStdString(m_setup.meter));
    m_changeMeter->setVisible(m_setup.state != views::JoinState::Joined);
    for (std::size_t i = 0; i < kAims.size(); ++i)
        m_aims[i]->setChecked(m_policy.preset == kAims[i]);
    m_aimEffect->setText(Wording::presetEffect(m_policy.preset));
    showApproval();
}

void SetupSheet::showApproval()
{
    using views::JoinState;
    m_fingerprint->setText(QString::fromStdString(m_setup.fingerprint));
    m_again->setVisible(m_setup.state == JoinState::Refused || m_setup.state == JoinState::Failed);
    const QString reason = QString::fromStdString(m_setup.reason);
    switch (m_setup.state) {
    case JoinState::Unasked:
    case JoinState::Asking:
        m_state->setText(tr("Asking the utility …"));
        break;
    case JoinState::Waiting:
        m_state->setText(tr("Waiting for the utility. This can take a day; the home runs on meanwhile."));
        break;
    case JoinState::Refused:
        m_state->setText(tr("The utility refused: %1").arg(reason));
        break;
    case JoinState::Failed:
        m_state->setText(tr("That did not work: %1").arg(reason));
        break;
    case JoinState::Joined:
        m_state->setText(tr("✓ Your home is in the market."));
        break;
    }
}

void SetupSheet::setSetup(const views::SetupSnapshot& setup)
{
    const std::string meter = m_setup.meter.empty() ? setup.meter : m_setup.meter;
    m_setup = setup;
    m_setup.meter = meter;
    if (isVisible())
        showStep();
}

void SetupSheet::setSnapshot(const views::HomeSnapshot& snapshot, const QuantityFormat& format)
{
    m_policy = snapshot.policy;
    m_isKnown = true;
    if (!isVisible())
        return;
    for (std::size_t i = 0; i < m_devices.size(); ++i) {
        const bool shown = i < snapshot.devices.size();
        m_devices[i].name->setVisible(shown);
        m_devices[i].state->setVisible(shown);
        if (!shown)
            continue;
        const views::DeviceRow& device = snapshot.devices[i];
        m_devices[i].name->setText(Wording::device(device.kind));
        m_noDevices->hide();
        m_devices[i].state->setText(device.quality == ports::Quality::Invalid
                                        ? tr("▲ no answer")
                                        : tr("✓ %1 ago").arg(format.age(snapshot.now - device.lastSeen)));
    }
    showStep();
}

void SetupSheet::paintEvent(QPaintEvent* event)
{
    Q_UNUSED(event)
    QPainter(this).fillRect(rect(), m_theme.color(Role::Background));
}

bool SetupSheet::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize)
        setGeometry(parentWidget()->rect());
    return QWidget::eventFilter(watched, event);
}

} // namespace dgex::ui
