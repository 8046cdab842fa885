// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/storage_value.h"

#include <algorithm>
#include <cmath>

namespace dgex::policy {

namespace {

/// A piece of a concave function: marginal value over a length of stored energy.
struct Piece {
    double value;
    double length;
};

constexpr std::size_t kPiecesMax = 8;
using Pieces = std::array<Piece, kPiecesMax>;

/// The benefit of taking energy out of the battery in a period, from the most that it can charge on, as pieces of
/// falling marginal value per stored Wh.
class PeriodBenefit {
public:
    PeriodBenefit(const Storage& storage, const Node& node, double need)
        : m_storage(storage)
        , m_least(node.mayCharge ? -storage.perPeriod : std::max(-storage.perPeriod, std::min(0.0, need)))
        , m_most(node.mayDischarge ? storage.perPeriod : std::min(storage.perPeriod, std::max(0.0, need)))
    {
        m_least = std::max(m_least, std::min(0.0, need - node.importMost));
        m_most = std::min(m_most, std::max(0.0, need + node.exportMost));
        m_at = m_least;
        add(need - node.depth - std::max(0.0, need), node.buyFar);
        add(need, node.buyNear);
        add(need + node.depth + std::max(0.0, -need), node.sellNear);
        add(m_most, node.sellFar);
        std::stable_sort(m_pieces.begin(), m_pieces.begin() + static_cast<std::ptrdiff_t>(m_size),
                         [](const Piece& a, const Piece& b) { return a.value > b.value; });
    }
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] const Piece& operator[](std::size_t index) const { return m_pieces[index]; }
    /// Stored energy that the most charging brings.
    [[nodiscard]] double charged() const { return -m_least * m_storage.efficiency; }

private:
    void add(double until, double price)
    {
        const double end = std::min(until, m_most);
        if (m_at < 0 && end > m_at) {
            const double part = std::min(0.0, end) - m_at;
            push({price / m_storage.efficiency, part * m_storage.efficiency});
            m_at += part;
        }
        if (m_at >= 0 && end > m_at) {
            push({(price - m_storage.wear) * m_storage.efficiency, (end - m_at) / m_storage.efficiency});
            m_at = end;
        }
    }
    void push(const Piece& piece)
    {
        if (piece.length > 0)
            m_pieces[m_size++] = piece;
    }

    const Storage& m_storage;
    double m_least;
    double m_most;
    double m_at = 0;
    Pieces m_pieces{};
    std::size_t m_size = 0;
};

} // namespace

StorageValue::StorageValue(double lower, double upper, double value)
    : m_lower(lower)
    , m_cell((upper - lower) / static_cast<double>(kCells))
{
    m_values.fill(value);
}

double StorageValue::at(double stored) const
{
    if (m_cell <= 0)
        return m_values[0];
    const double cell = std::clamp((stored - m_lower) / m_cell, 0.0, static_cast<double>(kCells - 1));
    return m_values[static_cast<std::size_t>(cell)];
}

void StorageValue::scale(double factor)
{
    for (double& value : m_values)
        value *= factor;
}

void StorageValue::raise(double level, double value)
{
    for (std::size_t i = 0; i < kCells && m_lower + m_cell * (static_cast<double>(i) + 0.5) < level; ++i)
        m_values[i] = std::max(m_values[i], value);
}

void StorageValue::accumulate(const Storage& storage, const Node& node, const NeedPoint& point, StorageValue& sum) const
{
    const PeriodBenefit benefit{storage, node, point.need};
    double skip = benefit.charged();
    std::size_t cell = 0;
    double room = m_cell;
    std::size_t own = 0;
    double ownLeft = m_cell;
    std::size_t piece = 0;
    double pieceLeft = benefit.size() > 0 ? benefit[0].length : 0;
    while (cell < kCells) {
        const bool takesPiece = piece < benefit.size() && (own == kCells || benefit[piece].value >= m_values[own]);
        if (!takesPiece && own == kCells)
            break;
        const double value = takesPiece ? benefit[piece].value : m_values[own];
        double& left = takesPiece ? pieceLeft : ownLeft;
        const double step = std::min(left, skip > 0 ? skip : room);
        if (skip > 0) {
            skip -= step;
        } else {
            sum.m_values[cell] += point.weight * value * step;
            room -= step;
        }
        left -= step;
        if (left <= 1e-9) {
            if (takesPiece)
                pieceLeft = ++piece < benefit.size() ? benefit[piece].length : 0;
            else
                ++own, ownLeft = m_cell;
        }
        if (room <= 1e-9) {
            ++cell;
            room = m_cell;
        }
    }
}

StorageValue StorageValue::before(const Storage& storage, const Node& node, std::span<const NeedPoint> needs) const
{
    StorageValue result{m_lower, upper(), 0};
    if (m_cell <= 0)
        return result;
    for (const NeedPoint& point : needs)
        accumulate(storage, node, point, result);
    for (double& value : result.m_values)
        value /= m_cell;
    return result;
}

NodeSupply::NodeSupply(const StorageValue* after, const Storage& storage, double stored, double buyPrice,
                       double sellPrice)
    : m_buy(buyPrice)
    , m_sell(sellPrice)
{
    if (after == nullptr || after->cellLength() <= 0)
        return;
    struct Step {
        double price;
        double length;
        bool charges;
    };
    std::vector<Step> steps;
    const double cell = after->cellLength();
    const double eta = storage.efficiency;
    double left = storage.perPeriod;
    // Discharging takes the cells below, the least valued first.
    for (double top = std::min(stored, after->upper()); left > 0 && top > storage.floor + 1e-6;) {
        const double index = std::ceil((top - after->lower()) / cell - 1e-9) - 1;
        const double bottom = std::max(after->lower() + index * cell, storage.floor);
        if (index < 0)
            break;
        const double length = std::min((top - bottom) * eta, left);
        steps.push_back({after->cell(static_cast<std::size_t>(index)) / eta + storage.wear, length, false});
        m_up += length;
        left -= length;
        top = bottom;
    }
    left = storage.perPeriod;
    for (double bottom = std::max(stored, after->lower()); left > 0 && bottom < after->upper() - 1e-6;) {
        const double index = std::floor((bottom - after->lower()) / cell + 1e-9);
        const double top = std::min(after->lower() + (index + 1) * cell, after->upper());
        const double length = std::min((top - bottom) / eta, left);
        const auto at = std::min(static_cast<std::size_t>(index), StorageValue::kCells - 1);
        steps.push_back({after->cell(at) * eta, length, true});
        m_down += length;
        left -= length;
        bottom = top;
    }
    std::ranges::sort(steps, {}, &Step::price);
    for (const Step& step : steps) {
        if (step.charges && step.price > m_sell)
            m_least -= step.length;
        if (!step.charges && step.price <= m_sell)
            m_least += step.length;
    }
    m_most = m_least;
    for (const Step& step : steps) {
        if (step.price <= m_sell || step.price >= m_buy)
            continue;
        m_most += step.length;
        m_offers.push_back({step.price, m_most});
    }
}

double NodeSupply::priceAt(double need) const
{
    if (need < m_least)
        return m_sell;
    for (const Offer& offer : m_offers)
        if (need < offer.until)
            return offer.price;
    return m_buy;
}

void NodeSupply::addOffer(double price, double length)
{
    if (length <= 0)
        return;
    if (price >= m_buy)
        return; // The utility gives it for less.
    if (price <= m_sell) {
        m_least += length;
        for (Offer& offer : m_offers)
            offer.until += length;
        return;
    }
    const auto at = std::ranges::upper_bound(m_offers, price, {}, &Offer::price);
    const double before = at == m_offers.begin() ? m_least : std::prev(at)->until;
    const auto added = m_offers.insert(at, Offer{price, before + length});
    for (auto later = std::next(added); later != m_offers.end(); ++later)
        later->until += length;
}

double NodeSupply::discharge(double need, double traded) const
{
    const double wanted = std::clamp(need, m_least, std::max(m_least, m_most));
    const double least = std::clamp(need + traded - m_importMost, -m_down, m_up);
    const double most = std::clamp(need + traded + m_exportMost, -m_down, m_up);
    return std::clamp(wanted, least, std::max(least, most));
}

} // namespace dgex::policy
