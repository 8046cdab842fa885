// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.20;

/// Keeps one checkpoint of a DGEX ledger for every UTC day. Only the account that deployed it writes, each day once and
/// for good; everybody reads. The roots are RFC 6962 tree hashes over the ledger's transactions and results.
contract CheckpointAnchor {
    struct Checkpoint {
        uint64 height;
        uint64 logSize;
        uint64 resultCount;
        bytes32 logRoot;
        bytes32 resultRoot;
    }

    bytes16 public immutable market;
    address public immutable writer;
    /// By days since 1970-01-01; a height of 0 stands for none.
    mapping(uint32 day => Checkpoint) public checkpoints;

    event Anchored(uint32 indexed day, uint64 height, bytes32 logRoot, bytes32 resultRoot);

    error NotTheWriter(address sender);
    error HeightIsZero();
    error DayIsTaken(uint32 day);

    constructor(bytes16 market_) {
        market = market_;
        writer = msg.sender;
    }

    function anchor(
        uint32 day,
        uint64 height,
        uint64 logSize,
        bytes32 logRoot,
        uint64 resultCount,
        bytes32 resultRoot
    ) external {
        if (msg.sender != writer) revert NotTheWriter(msg.sender);
        if (height == 0) revert HeightIsZero();
        if (checkpoints[day].height != 0) revert DayIsTaken(day);
        checkpoints[day] = Checkpoint(height, logSize, resultCount, logRoot, resultRoot);
        emit Anchored(day, height, logRoot, resultRoot);
    }
}
