"""Orders that are settled: once, by one, over nothing that was not shown, by what has come since."""

import asyncio

import pytest

from bot.cabinet.acts.act import NewAct, OrderState
from bot.cabinet.acts.ports import ActsMovedError, Put
from bot.cabinet.documents.closing_document import ClosingDocument, DocumentKind, DocumentStatus
from bot.cabinet.warnings.kind import Kind
from storage.acts.acts import StoredActs
from storage.database import Database
from storage.documents.documents import StoredDocuments
from tests.storage.act_rows import OPERATOR, QUARTER, YEAR, kept, opened, told
from tests.storage.papers import sent
from tests.storage.samples import ANNA, BORIS, DAY, HOUR, NOW, ROMASHKA, VASILEK, meet


@pytest.fixture
def acts(database: Database) -> StoredActs:
    return StoredActs(database)


@pytest.mark.parametrize("rival", ["settle", "withdraw", "decline"])
async def test_of_those_who_end_an_order_at_once_one_does(
    database: Database, acts: StoredActs, rival: str
) -> None:
    which = await opened(database)
    await meet(database, OPERATOR)
    mine, others = await kept(database, "mine"), await kept(database, "other")
    for _ in range(5):
        order = await acts.add_order(which, ANNA, QUARTER, (), NOW)
        before = await acts.of_period(which, QUARTER)
        ends = {
            "settle": acts.settle(order, NewAct(ROMASHKA, QUARTER, others), OPERATOR, NOW),
            "withdraw": acts.withdraw(which, order, ANNA, NOW),
            "decline": acts.decline(order, OPERATOR, "нет", NOW),
        }
        for name, unused in ends.items():
            if name != rival:
                unused.close()
        done = await asyncio.gather(
            acts.settle(order, NewAct(ROMASHKA, QUARTER, mine), OPERATOR, NOW), ends[rival]
        )
        assert sorted(done) == [False, True]
        act, ended = await acts.of_period(which, QUARTER), await acts.order(order)
        assert ended is not None
        if done[0]:
            assert act is not None
            assert (act.file, ended.state) == (mine, OrderState.READY)
        elif rival == "settle":
            assert act is not None
            assert (act.file, ended.state) == (others, OrderState.READY)
        else:
            assert act == before
            assert ended.state in {OrderState.WITHDRAWN, OrderState.DECLINED}


async def test_settling_and_loading_at_once_do_not_lock_each_other_out(
    database: Database, acts: StoredActs
) -> None:
    which = await opened(database)
    await meet(database, OPERATOR)
    mine, loaded = await kept(database, "mine"), await kept(database, "loaded")
    for _ in range(20):
        order = await acts.add_order(which, ANNA, QUARTER, (), NOW)
        is_settled, put = await asyncio.gather(
            acts.settle(order, NewAct(ROMASHKA, QUARTER, mine), OPERATOR, NOW),
            acts.put([NewAct(ROMASHKA, QUARTER, loaded)], None, NOW),
        )
        assert is_settled is (put.settled == 0)
        ended = await acts.order(order)
        assert ended is not None
        assert ended.state is OrderState.READY


async def test_an_order_that_waits_no_more_takes_no_act(database: Database, acts: StoredActs) -> None:
    which = await opened(database)
    order = await acts.add_order(which, ANNA, QUARTER, (), NOW)
    assert await acts.withdraw(which, order, ANNA, NOW)
    assert not await acts.settle(order, NewAct(ROMASHKA, QUARTER, await kept(database)), ANNA, NOW)
    assert await acts.of_period(which, QUARTER) is None
    assert await told(database, Kind.ACT) == []


async def test_nothing_is_replaced_but_what_was_shown(database: Database, acts: StoredActs) -> None:
    which = await opened(database)
    first, second, third = [await kept(database, text) for text in ("first", "second", "third")]
    order = await acts.add_order(which, ANNA, QUARTER, [], NOW)
    mine = [NewAct(ROMASHKA, QUARTER, second), NewAct(VASILEK, YEAR, second)]
    with pytest.raises(ActsMovedError):
        await acts.put(mine, None, NOW, over=[(ROMASHKA, QUARTER, first)])
    assert await acts.known([(ROMASHKA, QUARTER), (VASILEK, YEAR)]) == []
    waiting = await acts.order(order)
    assert waiting is not None
    assert waiting.state is OrderState.WAITING
    results = await asyncio.gather(
        acts.put(mine, None, NOW, over=[]),
        acts.put([NewAct(ROMASHKA, QUARTER, third)], None, NOW, over=[]),
        return_exceptions=True,
    )
    assert sum(isinstance(one, ActsMovedError) for one in results) == 1
    there = await acts.known([(ROMASHKA, QUARTER)])
    assert await acts.put([NewAct(ROMASHKA, QUARTER, first)], None, NOW, over=there) == Put(1, 0)


def act_of(number: int, **changes: object) -> ClosingDocument:
    return sent(number, kind=DocumentKind.RECONCILIATION, title=f"Акт сверки №{number}", **changes)


async def test_what_arrives_is_an_act_that_counts_and_was_sent_since_the_order(
    database: Database, acts: StoredActs
) -> None:
    which, other = await opened(database), await opened(database, VASILEK, BORIS)
    documents = StoredDocuments(database)
    order = await acts.add_order(which, ANNA, QUARTER, (), NOW)
    ended = await acts.add_order(which, ANNA, YEAR, (), NOW)
    assert await acts.withdraw(which, ended, ANNA, NOW)
    await documents.save(
        which,
        [
            act_of(1, sent=NOW - HOUR),
            act_of(2, sent=NOW + HOUR),
            act_of(3, sent=NOW + HOUR, status=DocumentStatus.REJECTED),
            act_of(4, sent=NOW + HOUR, status=DocumentStatus.REVOKED),
            act_of(5, sent=None),
            sent(6, sent=NOW + HOUR),
        ],
        whole=None,
        now=NOW + DAY,
    )
    await documents.save(other, [act_of(7, sent=NOW + HOUR)], whole=None, now=NOW + DAY)
    [found] = await acts.arrived()
    assert (found.order.id, found.order.inn, found.order.period) == (order, ROMASHKA, QUARTER)
    assert (found.document.number, found.document.organization) == ("2", which)
    act = NewAct(ROMASHKA, QUARTER, await kept(database))
    assert await acts.settle(order, act, None, NOW + DAY)
    assert await acts.arrived() == []
