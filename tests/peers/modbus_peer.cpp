// SPDX-License-Identifier: GPL-3.0-or-later
// A Modbus server on libmodbus, for tests: serves the registers of a file (base address, then all registers as
// whitespace-separated numbers) on a free port of 127.0.0.1 and prints `port N`, or on a serial line and prints
// `ready`. usage: modbus_peer IMAGE UNIT [SERIAL LINE]
#include <modbus/modbus.h>

#include <arpa/inet.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <set>
#include <vector>

namespace {

/// Answers one request; false when the client went away.
bool serve(modbus_t* context, int client, modbus_mapping_t* mapping, int unit)
{
    std::vector<std::uint8_t> query(MODBUS_TCP_MAX_ADU_LENGTH);
    modbus_set_socket(context, client);
    const int length = modbus_receive(context, query.data());
    if (length < 0)
        return false;
    if (query[6] == unit) // Other units stay silent.
        modbus_reply(context, query.data(), length, mapping);
    return true;
}

[[noreturn]] void serveForever(modbus_t* context, int listener, modbus_mapping_t* mapping, int unit)
{
    std::set<int> clients;
    for (;;) {
        fd_set ready;
        FD_ZERO(&ready);
        FD_SET(listener, &ready);
        int last = listener;
        for (const int client : clients) {
            FD_SET(client, &ready);
            last = std::max(last, client);
        }
        if (select(last + 1, &ready, nullptr, nullptr, nullptr) < 0)
            std::exit(1);
        for (const int client : std::set<int>{clients}) {
            if (FD_ISSET(client, &ready) && !serve(context, client, mapping, unit)) {
                close(client);
                clients.erase(client);
            }
        }
        if (FD_ISSET(listener, &ready))
            clients.insert(accept(listener, nullptr, nullptr));
    }
}

int serveTcp(modbus_mapping_t* mapping, int unit)
{
    modbus_t* context = modbus_new_tcp("127.0.0.1", 0);
    const int listener = context != nullptr ? modbus_tcp_listen(context, 4) : -1;
    if (listener < 0)
        return 2;
    sockaddr_in address{};
    socklen_t size = sizeof address;
    getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
    std::printf("port %d\n", ntohs(address.sin_port));
    std::fflush(stdout);
    serveForever(context, listener, mapping, unit);
}

int serveSerial(modbus_mapping_t* mapping, int unit, const char* path)
{
    modbus_t* context = modbus_new_rtu(path, 9600, 'N', 8, 1);
    if (context == nullptr || modbus_set_slave(context, unit) != 0 || modbus_connect(context) != 0)
        return 2;
    std::printf("ready\n");
    std::fflush(stdout);
    std::vector<std::uint8_t> query(MODBUS_RTU_MAX_ADU_LENGTH);
    for (;;) {
        const int length = modbus_receive(context, query.data());
        if (length > 0)
            modbus_reply(context, query.data(), length, mapping);
        else if (length < 0 && errno == EIO)
            return 1; // The line was pulled out.
    }
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 3) {
        std::fprintf(stderr, "usage: modbus_peer IMAGE UNIT [SERIAL LINE]\n");
        return 2;
    }
    std::ifstream file(argv[1]);
    int base = 0;
    file >> base;
    std::vector<std::uint16_t> words;
    for (int word = 0; file >> word;)
        words.push_back(static_cast<std::uint16_t>(word));
    const auto count = static_cast<unsigned>(words.size());
    modbus_mapping_t* mapping = modbus_mapping_new_start_address(0, 0, 0, 0, static_cast<unsigned>(base), count, 0, 0);
    if (mapping == nullptr || words.empty()) {
        std::fprintf(stderr, "modbus_peer: cannot serve %s\n", argv[1]);
        return 2;
    }
    std::copy(words.begin(), words.end(), mapping->tab_registers);
    const int unit = std::atoi(argv[2]);
    return argc > 3 ? serveSerial(mapping, unit, argv[3]) : serveTcp(mapping, unit);
}
