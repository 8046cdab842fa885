// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/devices/device_scan.h"

#include "app/devices/event_wait.h"
#include "drivers/sunspec/sunspec_device.h"

#include <QNetworkInterface>
#include <QTcpSocket>

#include <algorithm>
#include <format>

namespace dgex::app {

namespace {

constexpr int kPrefixMin = 22;
constexpr std::size_t kProbesAtOnce = 64;
constexpr std::chrono::milliseconds kProbeWithin{600};

std::optional<std::vector<std::string>> hostsOf(const std::string& network)
{
    const auto [address, prefix] = QHostAddress::parseSubnet(QString::fromStdString(network));
    if (address.isNull() || address.protocol() != QAbstractSocket::IPv4Protocol || prefix < kPrefixMin || prefix > 32)
        return std::nullopt;
    const quint32 first = address.toIPv4Address();
    const quint32 count = quint32{1} << (32 - prefix);
    std::vector<std::string> hosts;
    for (quint32 i = count > 2 ? 1 : 0; i < (count > 2 ? count - 1 : count); ++i)
        hosts.push_back(QHostAddress(first + i).toString().toStdString());
    return hosts;
}

/// The hosts that accept a connection on the Modbus port.
std::vector<std::string> openHosts(const std::vector<std::string>& hosts)
{
    std::vector<std::string> open;
    for (std::size_t at = 0; at < hosts.size(); at += kProbesAtOnce) {
        std::vector<std::unique_ptr<QTcpSocket>> probes;
        const std::size_t end = std::min(hosts.size(), at + kProbesAtOnce);
        for (std::size_t i = at; i < end; ++i) {
            probes.push_back(std::make_unique<QTcpSocket>());
            probes.back()->connectToHost(QString::fromStdString(hosts[i]), 502);
        }
        bool isOver = false;
        QTimer::singleShot(kProbeWithin, probes.front().get(), [&] { isOver = true; });
        waitUntil([&] {
            return isOver || std::ranges::all_of(probes, [](const auto& probe) {
                       return probe->state() == QAbstractSocket::ConnectedState ||
                              probe->state() == QAbstractSocket::UnconnectedState;
                   });
        });
        for (std::size_t i = at; i < end; ++i) {
            if (probes[i - at]->state() == QAbstractSocket::ConnectedState)
                open.push_back(hosts[i]);
            probes[i - at]->abort();
        }
    }
    return open;
}

FoundUnit foundUnit(const drivers::SunSpecDevice& device, const drivers::ModbusEndpoint& endpoint, int unit)
{
    FoundUnit found{endpoint, unit, {}, {}, {}, {}};
    for (const drivers::ModelPlace& place : device.models())
        found.models.push_back(place.id);
    for (const drivers::LiveValue& value : device.values()) {
        if (value.name == "1.Mn")
            found.maker = value.text;
        else if (value.name == "1.Md")
            found.model = value.text;
        else if (value.name == "1.SN")
            found.serialNumber = value.text;
    }
    return found;
}

} // namespace

std::vector<std::string> localNetworks()
{
    std::vector<std::string> networks;
    for (const QNetworkInterface& interface : QNetworkInterface::allInterfaces()) {
        const bool isUp = interface.flags().testFlag(QNetworkInterface::IsRunning) &&
                          !interface.flags().testFlag(QNetworkInterface::IsLoopBack);
        for (const QNetworkAddressEntry& entry : interface.addressEntries()) {
            if (isUp && entry.ip().protocol() == QAbstractSocket::IPv4Protocol && entry.prefixLength() >= kPrefixMin) {
                const quint32 mask = ~quint32{0} << (32 - entry.prefixLength());
                networks.push_back(std::format("{}/{}",
                                               QHostAddress(entry.ip().toIPv4Address() & mask).toString().toStdString(),
                                               entry.prefixLength()));
            }
        }
    }
    return networks;
}

std::expected<std::vector<FoundUnit>, std::string> scanForUnits(const ScanRequest& request, const ports::Clock& clock)
{
    std::vector<drivers::ModbusEndpoint> endpoints = request.endpoints;
    for (const std::string& network : request.networks) {
        const auto hosts = hostsOf(network);
        if (!hosts)
            return std::unexpected(
                std::format("{}: a network like 192.168.1.0/24, /{} to /32, is expected", network, kPrefixMin));
        for (const std::string& host : openHosts(*hosts)) {
            drivers::ModbusEndpoint endpoint;
            endpoint.host = host;
            endpoints.push_back(endpoint);
        }
    }
    drivers::ModbusTiming timing;
    timing.answerWithin = request.answerWithin;
    timing.silentMax = 1'000; // Most units of a host are silent, and that is no fault.
    drivers::ModbusLinks links;
    struct Asked {
        std::unique_ptr<drivers::SunSpecDevice> device;
        const drivers::ModbusEndpoint* endpoint;
        int unit;
    };
    std::vector<Asked> asked;
    for (const drivers::ModbusEndpoint& endpoint : endpoints) {
        for (const int unit : request.units) {
            drivers::SunSpecOptions options;
            options.unit = unit;
            options.pollEvery = std::chrono::hours{1};
            asked.push_back({std::make_unique<drivers::SunSpecDevice>(links.at(endpoint, timing), clock, options),
                             &endpoint, unit});
            asked.back().device->start();
        }
    }
    waitUntil([&] { return std::ranges::all_of(asked, [](const Asked& one) { return one.device->hasSettled(); }); });
    std::vector<FoundUnit> found;
    for (const Asked& one : asked) {
        if (!one.device->models().empty())
            found.push_back(foundUnit(*one.device, *one.endpoint, one.unit));
    }
    return found;
}

} // namespace dgex::app
