#!/usr/bin/env python3
"""Prints what twelve days ask an operator to do first: the headline and the top three actions of each, to be judged by eye.

    mornings.py HUBDROPS GENERATE_DAYS [--devices N] [--seed N]
"""
import argparse, json, os, shutil, sys, tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
from confusion import DAY, FIELD, run


def with_(*behaviours, profile="quiet", hubs=1):
    return ["--profile", profile, "--hubs", str(hubs)] + [word for name in behaviours for word in ("--behaviour", name)]


DAYS = [
    ("nothing happened", with_()),
    ("a site failed in the morning", with_("site-outage")),
    ("a fault of the service", with_("service-incident")),
    ("an upgrade of the platform", with_("platform-upgrade")),
    ("the daily quota was used up", with_("daily-quota")),
    ("certificates ended with their authority", with_("ca-expiry")),
    ("identities used twice, and a stray client", with_("duplicated", "stray-client")),
    ("a router forgets idle connections", with_("nat-timeout", "slow-renewals")),
    ("poor radio and devices that flap", with_("poor-radio", "flapping", "gone")),
    ("devices moved to another hub, others disabled", with_("moved", "disabled", hubs=2)),
    ("two hours are missing", with_(profile="empty-hours")),
    ("everything at once", with_(*FIELD, profile="mixed", hubs=2)),
]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("hubdrops")
    parser.add_argument("generate_days")
    parser.add_argument("--devices", type=int, default=600)
    parser.add_argument("--seed", type=int, default=4)
    arguments = parser.parse_args()
    for number, (name, options) in enumerate(DAYS, 1):
        folder = tempfile.mkdtemp(prefix="hubdrops-morning-")
        try:
            run(arguments.generate_days, "--quiet", "--out", folder + "/logs", "--date", DAY, "--seed", str(arguments.seed),
                "--devices", str(arguments.devices), "--no-broken-lines", *options, "--registry", folder + "/registry.json",
                "--truth", folder + "/truth/drops.csv")
            registries = [word for file in sorted(os.listdir(folder)) if file.startswith("registry")
                          for word in ("--registry", f"{folder}/{file}")]
            run(arguments.hubdrops, "run", "--logs", folder + "/logs", "--db", folder + "/h.sqlite", "--out",
                folder + "/out", "--day", DAY, *registries)
            with open(f"{folder}/out/{DAY}/report.json", encoding="utf-8") as file:
                report = json.load(file)
        finally:
            shutil.rmtree(folder)
        print(f"\n{number}. {name}: {report['verdict']['headline']}")
        for action in report["actions"][:3]:
            print(f"   {action['rank']}. {action['headline']} [{action['confidence']}]")
            for step in action["steps"][:2]:
                print(f"      - {step}")


if __name__ == "__main__":
    main()
