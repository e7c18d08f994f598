"""`make bench`: every measurement, or those named on the command line."""

import asyncio
import sys

from tests.bench import confirming, delivering, killing, loading, resending, scanning, taps

MEASUREMENTS = {
    "confirming": confirming.measure,
    "taps": taps.measure,
    "resending": resending.measure,
    "loading": loading.measure,
    "scanning": scanning.measure,
    "delivering": delivering.measure,
    "killing": killing.measure,
}


async def main(names: list[str]) -> None:
    for name in names or list(MEASUREMENTS):
        print(f"{name}:")
        await MEASUREMENTS[name]()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
