// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CredentialLedger} from "../../../../../contracts/identity/CredentialLedger.sol";
import {CredentialLedgerRehearsal} from "../../../../../contracts/rehearsal/CredentialLedgerRehearsal.sol";
import {CredentialLedgerTest} from "../../identity/CredentialLedger/CredentialLedgerTest.sol";
import {CredentialStatus} from "../../../../../contracts/identity/interfaces/ICredentialLedger.sol";
import {Mode, Operation} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";

contract CredentialLedgerRehearsalTest is CredentialLedgerTest {
    function test_TellsItselfFromTheReleaseThatItReplaces() public {
        _install();
        vm.assertEq(CredentialLedgerRehearsal(address(ledger)).rehearsal(), 2, "rehearsal");
    }

    function test_FindsWhatTheFormerReleaseStored() public {
        issue(issuer, CREDENTIAL);
        _install();
        assertStatus(CREDENTIAL, CredentialStatus.Active);
    }

    function test_RevertWhen_TheServiceIsRestricted() public {
        _install();
        modes.setMode(service, Mode.Halted);
        vm.expectRevert(restricted(service, Mode.Halted, Operation.Issue));
        issue(issuer, CREDENTIAL);
    }

    function test_RevertWhen_RolledBack() public {
        _install();
        address former = address(new CredentialLedger(modes, keys, accreditations));
        vm.prank(upgrader);
        ledger.upgradeToAndCall(former, "");
        vm.expectRevert(bytes(""));
        CredentialLedgerRehearsal(address(ledger)).rehearsal();
    }

    function _install() private {
        address next = address(new CredentialLedgerRehearsal(modes, keys, accreditations));
        vm.prank(upgrader);
        ledger.upgradeToAndCall(next, "");
    }
}
