// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IGovernanceGuard} from "../../safe/interfaces/IGovernanceGuard.sol";

/**
 * @notice The first two words of what {IGovernanceGuard-councilOf} returns: all that the registry needs to know.
 * @dev Decoding only these keeps the registry's code small. The order is that of {IGovernanceGuard-Council}.
 */
interface ICouncilStatus {
    function councilOf(address safe) external view returns (uint8 id, IGovernanceGuard.CouncilStatus status);
}
