// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace dgex {

/// One callable made of several, for std::visit.
template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};

} // namespace dgex
