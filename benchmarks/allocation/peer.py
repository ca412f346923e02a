"""Runs in the peer's environment: reads a panel as JSON, prints smallest chance, CPU seconds and memory."""

import json
import resource
import sys
import time

from sortition_algorithms import CSVStringDataSource, SelectionData, Settings
from sortition_algorithms.committee_generation.leximin import find_distribution_leximin
from sortition_algorithms.committee_generation.maximin import find_distribution_maximin
from sortition_algorithms.utils import set_random_provider

given = json.load(sys.stdin)
data = SelectionData(CSVStringDataSource(given["features"], given["people"]))
settings = Settings(id_column="id", columns_to_keep=[])
features, _ = data.load_features(given["wanted"])
people, _ = data.load_people(settings, features)
set_random_provider(1)
find = {"maximin": find_distribution_maximin, "leximin": find_distribution_leximin}[given["method"]]
started = time.process_time()
panels, odds, _ = find(features, people, given["wanted"], [])
seconds = time.process_time() - started
chances = dict.fromkeys(given["ids"], 0.0)
for inside, odd in zip(panels, odds, strict=True):
    for person in inside:
        chances[person] += odd
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(json.dumps({"least": min(chances.values()), "seconds": seconds, "memory": memory}))
