// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CredentialHandler} from "./CredentialHandler.sol";
import {CredentialLedger} from "../../../../contracts/identity/CredentialLedger.sol";
import {ICredentialLedger} from "../../../../contracts/identity/interfaces/ICredentialLedger.sol";
import {Test} from "../../support/Test.sol";

/// @notice Section "Identity" of the README beside this folder says what each number means.
contract CredentialLedgerInvariantTest is Test {
    CredentialHandler private handler;
    CredentialLedger private ledger;

    function setUp() public {
        handler = new CredentialHandler();
        ledger = handler.theLedger();
        bytes4[] memory selectors = new bytes4[](9);
        selectors[0] = CredentialHandler.issueOne.selector;
        selectors[1] = CredentialHandler.issueMany.selector;
        selectors[2] = CredentialHandler.revokeOne.selector;
        selectors[3] = CredentialHandler.revokeOfBatch.selector;
        selectors[4] = CredentialHandler.revokeMany.selector;
        selectors[5] = CredentialHandler.verify.selector;
        selectors[6] = CredentialHandler.verifyMany.selector;
        selectors[7] = CredentialHandler.restrict.selector;
        selectors[8] = CredentialHandler.wait.selector;
        targetContract(address(handler));
        targetSelectors(address(handler), selectors);
    }

    /// @dev All in one function: each invariant function would be a campaign of its own.
    function invariant_credentials() external view {
        (address first, address second, address verifier) = handler.people();
        uint256 revoked = assertIssuer(first) + assertIssuer(second);
        uint256 revokedUnder = assertSchema(0) + assertSchema(1);
        vm.assertEq(revokedUnder, revoked, "D2: revoked by schema and by issuer");
        (uint64 verified, uint64 accepted) = ledger.verifierVolume(verifier);
        vm.assertEq(uint256(verified), handler.verified(), "D1: verified");
        vm.assertEq(uint256(accepted), handler.accepted(), "D1: accepted");
        vm.assertEq(
            handler.drawn(),
            handler.issuedUnder(handler.schema(0)) + handler.issuedUnder(handler.schema(1)),
            "D3: everything issued was drawn"
        );
        vm.assertEq(handler.issuedAgainstAMode(), 0, "D4: nothing issued against a mode");
        vm.assertEq(handler.blockedRevocations(), 0, "D5: what stands can be revoked, nothing else");
        vm.assertEq(handler.backwardStatuses(), 0, "D6: statuses only advance");
        vm.assertEq(ledger.evidenceHead(), handler.head(), "D7: evidence");
    }

    /// @dev The campaign above is worth something only if it gets anywhere.
    function test_HandlerReachesEverything() external {
        handler.issueOne(0, 0, 30 days);
        handler.issueMany(0, 1, 4);
        handler.revokeOne(0, 0, true);
        handler.revokeOfBatch(0, 1, false);
        handler.revokeMany(0, 1, true);
        handler.verify(0, 2, true);
        handler.verifyMany("log", 3, 2);
        bytes32[7] memory all = [
            ICredentialLedger.CredentialIssued.selector,
            ICredentialLedger.BatchIssued.selector,
            ICredentialLedger.CredentialRevoked.selector,
            ICredentialLedger.CredentialRevoked.selector,
            ICredentialLedger.BatchRevoked.selector,
            ICredentialLedger.VerificationRecorded.selector,
            ICredentialLedger.VerificationBatchRecorded.selector
        ];
        for (uint256 i = 0; i < all.length; ++i) vm.assertGe(handler.events(all[i]), 1, "reached");
        vm.assertEq(handler.events(ICredentialLedger.CredentialRevoked.selector), 2, "both ways of revoking one");
        this.invariant_credentials();
    }

    function assertIssuer(address issuer) private view returns (uint256) {
        (uint64 issued, uint64 revoked) = ledger.issuerVolume(issuer);
        vm.assertEq(uint256(issued), handler.issuedBy(issuer), "D1: issued");
        vm.assertEq(uint256(revoked), handler.revokedOf(issuer), "D1: revoked");
        return revoked;
    }

    function assertSchema(uint256 which) private view returns (uint256) {
        bytes32 schemaId = handler.schema(which);
        (uint64 issued, uint64 revoked) = ledger.schemaVolume(schemaId);
        vm.assertEq(uint256(issued), handler.issuedUnder(schemaId), "D1: issued of schema");
        return revoked;
    }
}
