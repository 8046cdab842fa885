// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/console_tables.h"

#include "ui/console/alarm_mark.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace dgex::ui {

namespace {

constexpr int kHashDigits = 12;
constexpr std::size_t kFleetColumns = 10;
constexpr std::chrono::seconds kFresh{10}; ///< Older values stand out.

Cell text(const QString& words)
{
    return {words};
}
Cell text(const std::string& words)
{
    return {QString::fromStdString(words)};
}
Cell number(const QString& words, std::int64_t key, std::optional<Role> role = {})
{
    return {words, QVariant::fromValue<qlonglong>(key), role};
}
Cell energy(const QuantityFormat& format, Energy value, int decimals = 2)
{
    return number(format.kWhFigure(value, decimals), value.count());
}
/// Sorts before every figure.
Cell absent()
{
    return number(QuantityFormat::absent(), std::numeric_limits<std::int64_t>::min());
}
Cell energy(const QuantityFormat& format, const std::optional<Energy>& value)
{
    return value ? energy(format, *value) : absent();
}
Cell money(const QuantityFormat& format, Money value)
{
    return number(format.money(value), value.count());
}
Cell at(const QuantityFormat& format, UtcTime time)
{
    return number(format.dayAndTime(time), time.milliseconds());
}
Cell in(const QuantityFormat& format, Period period)
{
    return number(format.numberedPeriod(period), period.startSeconds());
}
Cell hash(const Hash256& value)
{
    return text(toHex(value).substr(0, kHashDigits));
}
/// A delivery is named by its period and its number in it.
qint64 idOf(const views::DeliveryRow& row)
{
    constexpr qint64 kNumbers = qint64{1} << 32;
    return row.period.startSeconds() / Period::kSeconds * kNumbers + row.number;
}

/// A home has one dispute of a cause in a period.
qint64 idOf(const views::DisputeRow& row)
{
    constexpr qint64 kHomes = qint64{1} << 32;
    constexpr qint64 kCauses = 4;
    return (row.period.startSeconds() / Period::kSeconds * kHomes + static_cast<qint64>(row.home.number)) * kCauses +
           static_cast<qint64>(row.cause);
}

} // namespace

TablePage::Content ConsoleTables::markets()
{
    return {[] { return tr("Markets"); }, [] { return tr("No market has orders yet."); },
            [] {
                return std::vector<Column>{{tr("Period")},
                                           {tr("Phase")},
                                           {tr("Price per kWh"), true},
                                           {tr("Traded kWh"), true},
                                           {tr("Orders"), true}};
            },
            [](const ConsoleView& view, RowRange range) {
                std::vector<Row> rows;
                for (const views::MarketRow& row : range.of(view.snapshot->markets)) {
                    rows.push_back({row.period.startSeconds(),
                                    {in(view.format, row.period), text(phase(row.phase)),
                                     number(row.price ? view.format.priceFigure(*row.price) : QuantityFormat::absent(),
                                            row.price ? row.price->count() : -kPriceMax.count()),
                                     energy(view.format, energyOf(row.volume), 1),
                                     number(view.format.count(row.orders), row.orders)}});
                }
                return rows;
            },
            0};
}

TablePage::Content ConsoleTables::participants()
{
    return {[] { return tr("Participants"); }, [] { return tr("Nobody is enrolled yet."); },
            [] {
                return std::vector<Column>{{tr("Name")},
                                           {tr("Role")},
                                           {tr("Number"), true},
                                           {tr("Meter")},
                                           {tr("Key")},
                                           {tr("Connection kW"), true},
                                           {tr("Generated today kWh"), true},
                                           {tr("Last sheet")},
                                           {tr("State")},
                                           {tr("Balance"), true}};
            },
            [](const ConsoleView& view, RowRange range) {
                std::vector<Row> rows;
                for (const views::ParticipantRow& row : range.of(view.snapshot->participants)) {
                    const auto id = static_cast<std::int64_t>(row.id.number);
                    rows.push_back(
                        {id,
                         {text(row.name), text(role(row.role)), number(view.format.count(id), id), text(row.meter),
                          text(row.keyFingerprint),
                          number(view.format.power(row.connectionCapacity), row.connectionCapacity.count()),
                          row.generated ? energy(view.format, *row.generated, 1) : absent(),
                          row.lastSheet ? at(view.format, row.lastSheet->start()) : number(QuantityFormat::absent(), 0),
                          text(row.revoked ? tr("Revoked") : tr("Takes part")), money(view.format, row.balance)}});
                }
                return rows;
            },
            0};
}

TablePage::Content ConsoleTables::enrolments()
{
    return {[] { return tr("Requests to take part"); }, [] { return tr("Nobody asks to take part."); },
            [] {
                return std::vector<Column>{
                    {tr("Name")}, {tr("Meter")},    {tr("Zone"), true}, {tr("Connection kW"), true},
                    {tr("Key")},  {tr("Asked at")}, {tr("State")}};
            },
            [](const ConsoleView& view, RowRange range) {
                std::vector<Row> rows;
                for (const views::EnrolmentRow& row : range.of(view.snapshot->enrolments)) {
                    const auto id = static_cast<qint64>(view.snapshot->enrolments.size() - range.first - rows.size());
                    rows.push_back(
                        {id,
                         {text(row.name), text(row.meter), number(view.format.count(row.zone.number), row.zone.number),
                          number(view.format.power(row.connectionCapacity), row.connectionCapacity.count()),
                          hash(row.key), at(view.format, row.asked), text(state(row, view.format))}});
                }
                return rows;
            },
            6};
}

TablePage::Content ConsoleTables::blocks()
{
    return {[] { return tr("Blocks"); }, [] { return tr("The ledger has no block yet."); },
            [] {
                return std::vector<Column>{{tr("Height"), true},    {tr("Made at")},    {tr("Transactions"), true},
                                           {tr("Refused"), true},   {tr("Block hash")}, {tr("Result root")},
                                           {tr("Signatures"), true}};
            },
            [](const ConsoleView& view, RowRange range) {
                std::vector<Row> rows;
                for (const views::BlockRow& row : range.of(view.snapshot->blocks)) {
                    rows.push_back(
                        {static_cast<qint64>(row.height),
                         {number(view.format.count(static_cast<std::int64_t>(row.height)),
                                 static_cast<std::int64_t>(row.height)),
                          at(view.format, row.madeAt), number(view.format.count(row.transactions), row.transactions),
                          number(view.format.count(row.invalid), row.invalid), hash(row.hash), hash(row.resultRoot),
                          number(view.format.count(row.signatures), row.signatures)}});
                }
                return rows;
            },
            4};
}

TablePage::Content ConsoleTables::authorities()
{
    return {
        [] { return tr("Authorities"); }, [] { return tr("No authority is known."); },
        [] { return std::vector<Column>{{tr("Index"), true}, {tr("Key")}, {tr("Height"), true}, {tr("Last seen")}}; },
        [](const ConsoleView& view, RowRange range) {
            std::vector<Row> rows;
            for (const views::AuthorityRow& row : range.of(view.snapshot->authorities)) {
                const auto height = static_cast<std::int64_t>(row.height);
                rows.push_back({row.index,
                                {number(view.format.count(row.index), row.index), text(row.keyFingerprint),
                                 number(view.format.count(height), height), at(view.format, row.lastSeen)}});
            }
            return rows;
        },
        1};
}

TablePage::Content ConsoleTables::evidence()
{
    return {[] { return tr("Refused answers"); }, [] { return tr("Every answer matched what was signed."); },
            [] {
                return std::vector<Column>{
                    {tr("Refused at")}, {tr("By")}, {tr("Height"), true}, {tr("Given result")}, {tr("Signed root")}};
            },
            [](const ConsoleView& view, RowRange range) {
                std::vector<Row> rows;
                auto oldestFirst = static_cast<qint64>(view.snapshot->evidence.size());
                for (const views::EvidenceRow& row : range.of(view.snapshot->evidence)) {
                    const auto height = static_cast<std::int64_t>(row.height);
                    rows.push_back({oldestFirst--,
                                    {at(view.format, row.at), text(row.home), number(view.format.count(height), height),
                                     hash(row.leaf), hash(row.resultRoot)}});
                }
                return rows;
            },
            1};
}

std::vector<Cell> ConsoleTables::fleetCells(const QuantityFormat& format, const views::FleetRow& row, UtcTime now)
{
    const std::optional<ports::DgrState>& state = row.state.value;
    Cell contact = row.state.measuredAt == UtcTime{} ? absent() : at(format, row.state.measuredAt);
    if (now - row.state.measuredAt > kFresh)
        contact.role = Role::Critical;
    if (!state) {
        std::vector<Cell> cells{text(row.name), {mode(ports::DgrMode::Lost), {}, Role::Critical}};
        cells.resize(kFleetColumns - 1, absent());
        cells.push_back(contact);
        return cells;
    }
    const bool isAbnormal = state->mode == ports::DgrMode::Tripped || state->mode == ports::DgrMode::Lost;
    Cell load = absent();
    if (!row.capacity.isZero()) {
        const double share =
            static_cast<double>(state->power.abs().count()) * 100 / static_cast<double>(row.capacity.count());
        load = number(format.percent(share), std::llround(share * 10));
    }
    const QString celsius = format.number(state->temperatureDeciCelsius / 10.0, 1) + QStringLiteral("\u00A0\u00B0C");
    return {text(row.name),
            {mode(state->mode), {}, isAbnormal ? std::optional{Role::Critical} : std::nullopt},
            number(format.power(state->setpoint), state->setpoint.count()),
            number(format.power(state->power), state->power.count(), Role::LiveValue),
            load,
            energy(format, state->imported),
            energy(format, state->exported),
            energy(format, state->lost),
            number(celsius, state->temperatureDeciCelsius),
            contact};
}

TablePage::Content ConsoleTables::fleet()
{
    return {[] { return tr("DGR fleet"); }, [] { return tr("No DGR is known."); },
            [] {
                return std::vector<Column>{{tr("Home")},
                                           {tr("State")},
                                           {tr("Set kW"), true},
                                           {tr("Measured kW"), true},
                                           {tr("Load"), true},
                                           {tr("Imported kWh"), true},
                                           {tr("Exported kWh"), true},
                                           {tr("Lost kWh"), true},
                                           {tr("Temperature"), true},
                                           {tr("Last contact")}};
            },
            [](const ConsoleView& view, RowRange range) {
                std::vector<Row> rows;
                for (const views::FleetRow& row : range.of(view.snapshot->fleet))
                    rows.push_back(
                        {static_cast<qint64>(row.home.number), fleetCells(view.format, row, view.snapshot->now)});
                return rows;
            },
            0};
}

Row ConsoleTables::deliveryRow(const QuantityFormat& format, const views::DeliveryRow& row)
{
    const int confirmed = (row.exporterConfirmed ? 1 : 0) + (row.importerConfirmed ? 1 : 0);
    const bool isShort = row.phase == views::DeliveryPhase::Short;
    return {idOf(row),
            {in(format, row.period),
             number(format.count(row.number), row.number),
             text(row.exporter),
             text(row.importer),
             energy(format, row.contracted),
             energy(format, row.sent),
             energy(format, row.received),
             number(tr("%1 of 2").arg(confirmed), confirmed),
             {phase(row.phase), {}, isShort ? std::optional{Role::Critical} : std::nullopt}}};
}

TablePage::Content ConsoleTables::deliveries()
{
    return {[] { return tr("Deliveries"); }, [] { return tr("No contract has been made yet."); },
            [] {
                return std::vector<Column>{{tr("Period")},
                                           {tr("Number"), true},
                                           {tr("Exporter")},
                                           {tr("Importer")},
                                           {tr("Contract kWh"), true},
                                           {tr("Sent kWh"), true},
                                           {tr("Received kWh"), true},
                                           {tr("Confirmed")},
                                           {tr("State")}};
            },
            [](const ConsoleView& view, RowRange range) {
                std::vector<Row> rows;
                for (const views::DeliveryRow& row : range.of(view.snapshot->deliveries))
                    rows.push_back(deliveryRow(view.format, row));
                return rows;
            },
            2};
}

TablePage::Content ConsoleTables::fills()
{
    return {[] { return tr("Fills"); },
            [] { return tr("No contract has been made in this period."); },
            [] {
                return std::vector<Column>{
                    {tr("Number"), true},   {tr("Exporter")},           {tr("Importer")}, {tr("Contract kWh"), true},
                    {tr("Sent kWh"), true}, {tr("Received kWh"), true}, {tr("State")}};
            },
            [](const ConsoleView& view, RowRange range) {
                const auto& all = view.snapshot->deliveries; // Newest period first.
                const auto own =
                    std::ranges::equal_range(all, view.period, std::greater{}, &views::DeliveryRow::period);
                std::vector<Row> rows;
                for (const views::DeliveryRow& row : range.of(std::span<const views::DeliveryRow>{own})) {
                    Row whole = deliveryRow(view.format, row);
                    whole.cells.erase(whole.cells.begin() + 7); // Who confirmed.
                    whole.cells.erase(whole.cells.begin());     // The period.
                    rows.push_back(std::move(whole));
                }
                return rows;
            },
            1,
            true};
}

std::vector<Row> ConsoleTables::bookRows(const QuantityFormat& format, const views::MarketRow& market)
{
    struct Level {
        Lots bids;
        Lots offers;
    };
    std::map<Price, Level, std::greater<>> levels;
    for (const views::CurveStep& step : market.curves->buy)
        levels[step.price].bids += step.quantity;
    for (const views::CurveStep& step : market.curves->sell)
        levels[step.price].offers += step.quantity;
    std::vector<Row> rows;
    for (const auto& [price, level] : levels) {
        const bool bidsTrade = market.price && !level.bids.isZero() && price >= *market.price;
        const bool offersTrade = market.price && !level.offers.isZero() && price <= *market.price;
        const auto lots = [&format](Lots quantity) {
            return quantity.isZero() ? absent() : energy(format, energyOf(quantity), 1);
        };
        rows.push_back({price.count(),
                        {number(format.priceFigure(price), price.count()), lots(level.bids), lots(level.offers),
                         text(market.price == price      ? tr("At the price")
                              : bidsTrade || offersTrade ? tr("Yes")
                                                         : tr("No"))}});
    }
    return rows;
}

TablePage::Content ConsoleTables::book()
{
    return {[] { return tr("Order book"); },
            [] { return tr("No orders in this market yet."); },
            [] {
                return std::vector<Column>{
                    {tr("Price per kWh"), true}, {tr("Bids kWh"), true}, {tr("Offers kWh"), true}, {tr("Trades")}};
            },
            [](const ConsoleView& view, RowRange range) {
                const auto& markets = view.snapshot->markets;
                const auto own = std::ranges::find(markets, view.period, &views::MarketRow::period);
                if (own == markets.end() || !own->curves)
                    return std::vector<Row>{};
                const std::vector<Row> all = bookRows(view.format, *own);
                const std::span<const Row> some = range.of(std::span{all});
                return std::vector<Row>{some.begin(), some.end()};
            },
            3,
            true};
}

TablePage::Content ConsoleTables::settlements()
{
    return {[] { return tr("Settlement"); }, [] { return tr("No period has been settled yet."); },
            [] {
                return std::vector<Column>{{tr("Period")},
                                           {tr("Contract kWh"), true},
                                           {tr("Delivered kWh"), true},
                                           {tr("Imbalance kWh"), true},
                                           {tr("Loss kWh"), true},
                                           {tr("Unaccounted Wh"), true},
                                           {tr("Homes"), true},
                                           {tr("Utility"), true},
                                           {tr("Grid operator"), true},
                                           {tr("Sum"), true},
                                           {tr("Corrections"), true}};
            },
            [](const ConsoleView& view, RowRange range) {
                std::vector<Row> rows;
                for (const views::SettlementRow& row : range.of(view.snapshot->settlements)) {
                    rows.push_back({row.period.startSeconds(),
                                    {in(view.format, row.period), energy(view.format, row.contracted),
                                     energy(view.format, row.delivered), energy(view.format, row.imbalance),
                                     energy(view.format, row.networkLoss, 3),
                                     number(view.format.count(row.unaccounted.count()), row.unaccounted.count()),
                                     money(view.format, row.homes), money(view.format, row.utility),
                                     money(view.format, row.gridOperator),
                                     money(view.format, row.homes + row.utility + row.gridOperator),
                                     number(view.format.count(row.corrections), row.corrections)}});
                }
                return rows;
            },
            0};
}

TablePage::Content ConsoleTables::disputes()
{
    return {[] { return tr("Disputes"); }, [] { return tr("No two statements contradict each other."); },
            [] {
                return std::vector<Column>{{tr("Period")},
                                           {tr("Home")},
                                           {tr("Cause")},
                                           {tr("Read kWh"), true},
                                           {tr("Against kWh"), true},
                                           {tr("Difference kWh"), true},
                                           {tr("State")}};
            },
            [](const ConsoleView& view, RowRange range) {
                std::vector<Row> rows;
                for (const views::DisputeRow& row : range.of(view.snapshot->disputes)) {
                    const bool isOpen = row.state == views::DisputeState::Open;
                    rows.push_back({idOf(row),
                                    {in(view.format, row.period),
                                     text(row.name),
                                     text(cause(row.cause)),
                                     energy(view.format, row.read, 3),
                                     energy(view.format, row.against, 3),
                                     energy(view.format, row.read - row.against, 3),
                                     {state(row.state), {}, isOpen ? std::optional{Role::Critical} : std::nullopt}}});
                }
                return rows;
            },
            2};
}

TablePage::Content ConsoleTables::alarms(const Theme& theme)
{
    return {[] { return tr("Alarms"); }, [] { return tr("No alarm. Everything runs as it should."); },
            [] {
                return std::vector<Column>{{tr("Priority")}, {tr("Alarm")}, {tr("Source")},
                                           {tr("Since")},    {tr("State")}, {tr("Acknowledged")}};
            },
            [&theme](const ConsoleView& view, RowRange range) {
                std::vector<Row> rows;
                for (const views::AlarmRow& row : range.of(view.snapshot->alarms)) {
                    const QString state = row.shelvedUntil
                                              ? tr("Shelved until %1").arg(view.format.time(*row.shelvedUntil))
                                          : row.active ? tr("Active")
                                                       : tr("Gone");
                    const bool isLoud = row.active && !row.shelvedUntil;
                    rows.push_back({static_cast<qint64>(row.id),
                                    {{priority(row.priority), row.priority, {}, alarmMark(row.priority, isLoud, theme)},
                                     text(alarm(row.code)),
                                     row.count > 1 ? text(tr("%n home(s)", nullptr, static_cast<int>(row.count)))
                                                   : text(row.source),
                                     at(view.format, row.since),
                                     text(state),
                                     text(row.acknowledged ? tr("Yes") : tr("No"))}});
                }
                return rows;
            },
            1};
}

} // namespace dgex::ui
