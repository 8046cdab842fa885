// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/simulated_home_view.h"

#include "app/views/home_view.h"

namespace dgex::app {

namespace {

std::string nameOf(const Exchange& exchange, ParticipantId participant)
{
    for (std::size_t i = 0; i < exchange.homeCount(); ++i) {
        if (exchange.controller(i).identity().id == participant)
            return exchange.controller(i).identity().name;
    }
    return std::to_string(participant.number);
}

} // namespace

views::HomeSnapshot homeView(const Exchange& exchange, std::size_t index)
{
    HomeSurroundings around;
    around.now = exchange.now();
    around.currency = exchange.setup().currency;
    around.zoneOffsetSeconds = exchange.setup().zoneOffsetSeconds;
    around.since = exchange.setup().start;
    around.nameOf = [&exchange](ParticipantId participant) { return nameOf(exchange, participant); };
    around.utilityOnly = [&exchange, index](Period period) { return exchange.reference().moneyOf(index, period); };
    around.curvesOf = [&periods = exchange.record().periods()](Period period) {
        const auto found = periods.find(period);
        return found == periods.end() ? decltype(around.curvesOf(period)){}
                                      : std::tuple{found->second.curves, found->second.priceInterval};
    };
    return homeView(exchange.controller(index), around);
}

} // namespace dgex::app
