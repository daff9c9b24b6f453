// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Constituencies} from "../../../../contracts/access/Constituencies.sol";
import {FakeGovernanceGuard} from "../../mocks/FakeGovernanceGuard.sol";
import {RoleRegistry} from "../../../../contracts/access/RoleRegistry.sol";
import {RoleRegistryKit} from "../../support/RoleRegistryKit.sol";
import {Roles} from "../../../../contracts/access/Roles.sol";

/**
 * @notice Drives a governed registry with random actions and keeps its own record of bindings, seats and conflicts.
 * @dev An action that the registry refuses leaves no trace in the record. Grants are not recorded here: the invariants
 * read them from AccessManager's own storage, which the registry's bookkeeping does not touch.
 */
contract AccessHandler is RoleRegistryKit {
    struct RecordedSeat {
        address safe;
        address owner;
        uint8 entity;
    }

    /// @dev Few roles and accounts, so that they meet often.
    uint64[8] private _roles = [
        Roles.GOVERNANCE_COUNCIL,
        Roles.TECHNICAL_OPERATOR,
        Roles.AUDITOR,
        Roles.MONITOR,
        Roles.ISSUER,
        Roles.VERIFIER,
        uint64(21),
        uint64(255)
    ];

    address[] private _actors;
    address[] private _accounts;
    RecordedSeat[] private _seats;

    mapping(address account => uint8) public boundTo;
    mapping(uint64 role => uint256) public conflicting;
    mapping(bytes32 action => uint256) public done;

    constructor(RoleRegistry governed, FakeGovernanceGuard fakeGuard) {
        (registry, guard) = (governed, fakeGuard);
        for (uint160 i = 1; i <= 6; ++i) {
            address actor = address(0xAC700000 + i * 0x100);
            if (i > 3) vm.etch(actor, hex"00");
            _actors.push(actor);
            _accounts.push(actor);
        }
        address[4] memory councils = [sovereign, governance, technical, emergency];
        for (uint256 c = 0; c < councils.length; ++c) {
            _accounts.push(councils[c]);
            for (uint160 i = 1; i <= 3; ++i) {
                address owner = address(uint160(councils[c]) + i);
                people[councils[c]].push(owner);
                boundTo[owner] = registry.entityOf(owner);
                _seats.push(RecordedSeat(councils[c], owner, boundTo[owner]));
            }
        }
        _actors.push(governance);
        _accounts.push(changeManager);
        _accounts.push(deployer);
        // A country's default conflicts, as far as these roles go.
        setConflict(1, 4, true);
        setConflict(2, 5, true);
    }

    // ---------------------------------------------------------------------------------------------------- actions

    function bind(uint256 a, uint8 e) public {
        (address account, uint8 entity) = (_actor(a), _entity(e));
        asAdmin();
        try registry.bindAccount(account, entity) {
            boundTo[account] = entity;
            _count("bind");
        } catch {}
    }

    function assignSeat(uint256 s, uint256 o, uint8 e) public {
        (address safe, address owner, uint8 entity) = (_actor(s), _actor(o), _entity(e));
        asAdmin();
        try registry.assignSeat(safe, owner, entity, Constituencies.POLICY) {
            boundTo[owner] = entity;
            _seats.push(RecordedSeat(safe, owner, entity));
            _count("assignSeat");
        } catch {}
    }

    function vacateSeat(uint256 index) public {
        index = bound(index, 0, _seats.length - 1);
        RecordedSeat memory seat = _seats[index];
        // The councils that drive other actions keep their people.
        if (seat.safe == sovereign || seat.safe == emergency) return;
        asAdmin();
        try registry.vacateSeat(seat.safe, seat.owner) {
            _seats[index] = _seats[_seats.length - 1];
            _seats.pop();
            _count("vacateSeat");
        } catch {}
    }

    function grant(uint256 a, uint256 r, uint32 delay) public {
        asAdmin();
        try registry.grantRole(_role(r), _actor(a), delay) {
            _count("grant");
        } catch {}
    }

    function grantMandate(uint256 a, uint256 r, uint256 length) public {
        asAdmin();
        try registry.grantMandate(_role(r), _actor(a), uint48(block.timestamp + bound(length, 1 days, 90 days))) {
            _count("grantMandate");
        } catch {}
    }

    function renewMandate(uint256 a, uint256 length) public {
        asCouncil(sovereign);
        uint48 until = uint48(block.timestamp + bound(length, 1 days, 90 days));
        try registry.renewMandate(Roles.GOVERNANCE_COUNCIL, _actor(a), until) {
            _count("renewMandate");
        } catch {}
    }

    function revoke(uint256 a, uint256 r) public {
        asAdmin();
        registry.revokeRole(_role(r), _actor(a));
    }

    function renounce(uint256 a, uint256 r) public {
        vm.prank(_actor(a));
        try registry.renounceRole(_role(r), _actor(a)) {
            _count("renounce");
        } catch {}
    }

    function prune(uint256 a, uint256 r) public {
        try registry.pruneMandate(_role(r), _actor(a)) {
            _count("prune");
        } catch {}
    }

    function setConflict(uint256 a, uint256 b, bool on) public {
        (uint64 roleA, uint64 roleB) = (_role(a), _role(b));
        asAdmin();
        try registry.setConflict(roleA, roleB, on) {
            _mark(roleA, roleB, on);
            _mark(roleB, roleA, on);
            _count("setConflict");
        } catch {}
    }

    function suspend(uint256 a, uint256 length) public {
        asCouncil(emergency);
        try registry.suspend(_actor(a), uint48(block.timestamp + bound(length, 1, 72 hours)), keccak256("reason")) {
            _count("suspend");
        } catch {}
    }

    function lift(uint256 a) public {
        asCouncil(sovereign);
        try registry.liftSuspension(_actor(a)) {
            _count("lift");
        } catch {}
    }

    function passTime(uint256 time) public {
        vm.warp(block.timestamp + bound(time, 1 hours, 40 days));
        // The councils that drive the other actions must outlive the campaign.
        asCouncil(sovereign);
        registry.renewMandate(Roles.EMERGENCY_COUNCIL, emergency, uint48(block.timestamp + 700 days));
    }

    /// @dev Whoever tries: ADMIN, the break-glass holder itself, a stranger.
    function grabAdmin(uint256 a, uint256 by, uint32 delay) public {
        address[3] memory callers = [changeManager, sovereign, _actor(by)];
        vm.prank(callers[by % 3]);
        try registry.grantRole(by % 2 == 0 ? Roles.ADMIN : Roles.CONFIG, _accounts[a % _accounts.length], delay) {
            _count("grabAdmin");
        } catch {}
    }

    function dropAdmin(uint256 a, bool renounced) public {
        address account = _accounts[a % _accounts.length];
        vm.prank(renounced ? account : changeManager);
        if (renounced) {
            try registry.renounceRole(Roles.ADMIN, account) {} catch {}
        } else {
            try registry.revokeRole(Roles.ADMIN, account) {} catch {}
        }
    }

    // ------------------------------------------------------------------------------------------------------ views

    function accounts() external view returns (address[] memory) {
        return _accounts;
    }

    function seats() external view returns (RecordedSeat[] memory) {
        return _seats;
    }

    function roles() external view returns (uint64[8] memory) {
        return _roles;
    }

    function _actor(uint256 seed) private view returns (address) {
        return _actors[seed % _actors.length];
    }

    function _role(uint256 seed) private view returns (uint64) {
        return _roles[seed % _roles.length];
    }

    function _entity(uint8 seed) private pure returns (uint8) {
        return MINISTRY + (seed % 3);
    }

    function _mark(uint64 roleA, uint64 roleB, bool on) private {
        if (on) conflicting[roleA] |= 1 << roleB;
        else conflicting[roleA] &= ~(1 << roleB);
    }

    function _count(bytes32 action) private {
        ++done[action];
    }
}

/// @notice The invariants of section "Access" in ../README.md, by their numbers.
contract RoleRegistryInvariants is RoleRegistryKit {
    AccessHandler private handler;

    function setUp() public {
        deployGoverned();
        handler = new AccessHandler(registry, guard);
        bytes4[] memory selectors = new bytes4[](15);
        selectors[0] = handler.bind.selector;
        selectors[1] = handler.assignSeat.selector;
        selectors[2] = handler.vacateSeat.selector;
        selectors[3] = handler.grant.selector;
        selectors[4] = handler.grantMandate.selector;
        selectors[5] = handler.renewMandate.selector;
        selectors[6] = handler.revoke.selector;
        selectors[7] = handler.renounce.selector;
        selectors[8] = handler.prune.selector;
        selectors[9] = handler.setConflict.selector;
        selectors[10] = handler.suspend.selector;
        selectors[11] = handler.lift.selector;
        selectors[12] = handler.passTime.selector;
        selectors[13] = handler.grabAdmin.selector;
        selectors[14] = handler.dropAdmin.selector;
        targetContract(address(handler));
        targetSelectors(address(handler), selectors);
    }

    /// @dev One campaign for all of them: each step is judged by every invariant.
    function invariant_access() public view {
        address[] memory accounts = handler.accounts();
        uint256[] memory granted = new uint256[](accounts.length);
        for (uint256 i = 0; i < accounts.length; ++i) granted[i] = grantsOf(accounts[i]);
        dutiesAreSeparate(accounts, granted);
        booksMatchGrantsAndSeats(accounts, granted);
        adminIsReserved(accounts);
        noPowerBeyondItsTime(accounts, granted);
    }

    /// @dev Access 1 to 3.
    function dutiesAreSeparate(address[] memory accounts, uint256[] memory granted) private view {
        uint64[8] memory roles = handler.roles();
        uint256[6] memory heldBy = rolesByEntity(accounts, granted);
        for (uint8 entity = 1; entity <= 5; ++entity) {
            uint256 held = heldBy[entity];
            vm.assertEq(registry.rolesOfEntity(entity), held, "2: an entity's roles follow from grants and seats");
            for (uint256 i = 0; i < roles.length; ++i) {
                if (held & (1 << roles[i]) == 0) continue;
                vm.assertEq(held & handler.conflicting(roles[i]), 0, "1: two conflicting roles meet in an entity");
            }
        }
        for (uint256 i = 0; i < roles.length; ++i) {
            vm.assertEq(registry.conflictsOf(roles[i]), handler.conflicting(roles[i]), "3: conflicts as declared");
        }
    }

    /// @dev Access 4 to 6.
    function booksMatchGrantsAndSeats(address[] memory accounts, uint256[] memory granted) private view {
        for (uint256 i = 0; i < accounts.length; ++i) {
            address account = accounts[i];
            vm.assertEq(registry.rolesOf(account), granted[i], "4: an account's roles are AccessManager's members");
            bool placed = handler.boundTo(account) != 0 || registry.seatCount(account) != 0;
            vm.assertTrue(
                placed || granted[i] & Roles.INSTITUTIONAL == 0,
                "5: an institutional role without an entity"
            );
            if (i < 6) vm.assertEq(uint256(registry.entityOf(account)), handler.boundTo(account), "6: binding");
        }
        AccessHandler.RecordedSeat[] memory seats = handler.seats();
        for (uint256 i = 0; i < seats.length; ++i) {
            uint256 entity = registry.seatOf(seats[i].safe, seats[i].owner).entity;
            vm.assertEq(entity, seats[i].entity, "6: seat");
            vm.assertEq(uint256(registry.entityOf(seats[i].owner)), entity, "6: an owner belongs to the seat's entity");
        }
    }

    /// @dev Access 7 and 8.
    function adminIsReserved(address[] memory accounts) private view {
        uint256 breakGlassHolders;
        for (uint256 i = 0; i < accounts.length; ++i) {
            uint256 roles = registry.rolesOf(accounts[i]);
            (bool isAdmin, uint32 delay) = registry.hasRole(Roles.ADMIN, accounts[i]);
            if (accounts[i] == changeManager) {
                vm.assertTrue(isAdmin && delay == 0, "7: the ChangeManager holds ADMIN without delay");
                vm.assertEq(roles & (0x1f << 16), 0x1f << 16, "7: and every capability");
                continue;
            }
            vm.assertEq(roles & (0x1f << 16), 0, "7: nobody else holds a capability");
            if (!isAdmin) continue;
            ++breakGlassHolders;
            vm.assertTrue(accounts[i].code.length != 0, "8: ADMIN without code");
            vm.assertGe(delay, 14 days, "8: break-glass without delay");
            vm.assertTrue(roles & (1 << Roles.SOVEREIGN_AUTHORITY) != 0, "8: ADMIN that is not sovereign");
        }
        vm.assertGe(breakGlassHolders, 1, "8: no break-glass holder is left");
    }

    /// @dev Access 9.
    function noPowerBeyondItsTime(address[] memory accounts, uint256[] memory granted) private view {
        uint64[8] memory roles = handler.roles();
        for (uint256 i = 0; i < accounts.length; ++i) {
            for (uint256 r = 0; r < roles.length; ++r) {
                (bool isMember, ) = registry.hasRole(roles[r], accounts[i]);
                if (granted[i] & (1 << roles[r]) == 0) {
                    vm.assertFalse(isMember, "9: power without a grant");
                    continue;
                }
                (uint48 since, , , ) = registry.getAccess(roles[r], accounts[i]);
                uint48 end = registry.mandateEnd(roles[r], accounts[i]);
                bool expected =
                    since <= block.timestamp &&
                        (end == 0 || block.timestamp < end) &&
                        registry.suspendedUntil(accounts[i]) <= block.timestamp;
                vm.assertEq(isMember, expected, "9: in force exactly between start and end, unless suspended");
                bool endless = roles[r] == Roles.GOVERNANCE_COUNCIL && end == 0;
                vm.assertFalse(endless, "9: a council without an end");
            }
        }
    }

    // ------------------------------------------------------------------------------------------------ recomputing

    /// @dev The roles that are granted in the fixture or by the handler; a capability stands for all five.
    function grantsOf(address account) private view returns (uint256 granted) {
        uint64[8] memory roles = handler.roles();
        for (uint256 i = 0; i < roles.length; ++i) granted |= grantOf(account, roles[i]);
        uint64[5] memory others = [uint64(0), 1, 3, 4, 16];
        for (uint256 i = 0; i < others.length; ++i) granted |= grantOf(account, others[i]);
        if (granted & (1 << 16) != 0) granted |= 0x1f << 16;
    }

    function grantOf(address account, uint64 role) private view returns (uint256) {
        (uint48 since, , , ) = registry.getAccess(role, account);
        return since == 0 ? 0 : 1 << role;
    }

    function rolesByEntity(
        address[] memory accounts,
        uint256[] memory granted
    ) private view returns (uint256[6] memory held) {
        AccessHandler.RecordedSeat[] memory seats = handler.seats();
        for (uint256 i = 0; i < accounts.length; ++i) {
            uint256 institutional = granted[i] & Roles.INSTITUTIONAL;
            if (institutional == 0) continue;
            held[handler.boundTo(accounts[i])] |= institutional;
            for (uint256 s = 0; s < seats.length; ++s) {
                if (seats[s].safe == accounts[i]) held[seats[s].entity] |= institutional;
            }
        }
    }
}
