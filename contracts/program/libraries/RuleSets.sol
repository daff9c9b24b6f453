// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IProgramRegistry, Program, RuleSet} from "../interfaces/IProgramRegistry.sol";

import {FlowLimit} from "../../bridge/libraries/FlowLimit.sol";

/**
 * @title RuleSets
 * @notice The rules of each programme by version. The last one is in force; none is ever lost.
 */
library RuleSets {
    struct Book {
        mapping(bytes32 programId => mapping(uint32 version => RuleSet)) byVersion;
    }

    /// @param expectedVersion In force as far as the signers know.
    function publish(
        Book storage book,
        Program storage program,
        bytes32 programId,
        uint32 expectedVersion,
        bytes32 digest,
        uint128 rowMaximum
    ) internal returns (uint32 version) {
        version = program.ruleSetVersion;
        if (version != expectedVersion) {
            revert IProgramRegistry.RuleSetVersionMoved(programId, version, expectedVersion);
        }
        if (rowMaximum == 0 || rowMaximum > FlowLimit.MAX_CAPACITY) {
            revert IProgramRegistry.RowMaximumOutOfBounds(rowMaximum, 1, FlowLimit.MAX_CAPACITY);
        }
        if (digest == book.byVersion[programId][version].digest) {
            revert IProgramRegistry.RuleSetUnchanged(programId, digest);
        }
        program.ruleSetVersion = ++version;
        book.byVersion[programId][version] = RuleSet({
            digest: digest,
            rowMaximum: rowMaximum,
            publishedAt: uint40(block.timestamp)
        });
    }
}
