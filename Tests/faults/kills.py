"""Runs that die: by SIGKILL at any moment, by SIGTERM, and with the machine (a copy of the disk at one instant)."""
import contextlib, os, random, re, shutil, signal, subprocess, time

import injections
from world import DAY, Wrong, end_of, expect


def killed_anywhere(world, rounds, seed):
    """kill -9 in the middle of a run: the next one ends as if nothing had been.

    One kill of a round comes at a call to the kernel, drawn from those that an undisturbed run makes, so that a seed
    repeats it; the next run of the round, which begins where that one died, is killed at a moment.
    """
    randomness = random.Random(seed)
    calls = calls_of(world) if shutil.which("strace") else None
    kills = mails = again = at_calls = rounds_done = 0
    steps = {"import": 0, "report": 0, "mail": 0, "over": 0}
    while kills < rounds:
        place = world.place("killed")
        at_call = ()
        if calls:
            call = randomness.choice(sorted(calls))
            # With --seccomp-bpf strace of Debian 12 sends no signal.
            at_call = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + call, "-e",
                      "inject=%s:signal=SIGKILL:when=%d" % (call, randomness.randint(*calls[call]))]
        for before in (at_call, ()):
            process = place.start(before=before)
            if not before:
                wait_for(place, randomness.choice(["", DAY, "latest"]), process)
                time.sleep(randomness.uniform(0, world.seconds * 0.6))
                process.kill()
            end_of(process)
            alive = process.returncode == -signal.SIGKILL
            at_calls += alive and bool(before)
            steps[step_of(place) if alive else "over"] += 1
            kills += alive
        wait_for_mailers(place)
        ended = place.run()
        expect(ended.code == world.code or ended.code == 0, "seed %d, round %d: the run after the kill: %s" % (
            seed, rounds_done + 1, ended))
        try:
            place.check()
        except Wrong as wrong:
            raise Wrong("seed %d, round %d: %s" % (seed, rounds_done + 1, wrong))
        rounds_done += 1
        came = sum(len(copies) for copies in place.mails().values())
        mails, again = mails + 1, again + came - 1
    spread = ", ".join("%d in %s" % (count, step) for step, count in steps.items() if step != "over")
    return "%d kills, %d of them at a call to the kernel (%s) in %d rounds, seed %d; %d mails, %d of them twice under one Message-ID" % (
        kills, at_calls, spread, rounds_done, seed, mails, again)


def calls_of(world):
    """From which number to which the program itself makes each call that leaves a trace on a disk, or tells somebody."""
    names = ("pwrite64", "fsync", "fdatasync", "rename", "write", "unlink", "mkdir", "symlink", "openat", "pread64",
             "close", "flock", "clone3")
    trace = injections.traced(world, ",".join(names) + "," + injections.FAMILY)
    found = {name: trace.positions(name) for name in names}
    return {name: (first, last) for name, (first, last) in found.items() if last >= first}


def wait_for(place, name, process):
    """Until a run is past its import (the day's folder is there), its report (`latest` is) or its mail, or over."""
    def there():
        return place.mails() if name == "mail" else os.path.lexists(os.path.join(place.output, name))
    while name and process.poll() is None and not there():
        time.sleep(0.002)


def step_of(place):
    """The step that a run is in, told by what it has left so far."""
    if os.path.lexists(os.path.join(place.output, "latest")):
        return "mail"
    return "report" if os.path.isdir(os.path.join(place.output, DAY)) else "import"


def wait_for_mailers(place):
    """A mail command that outlives its run ends by itself; until then its mail is neither here nor there."""
    for _ in range(100):
        if not any(name.startswith(".") for name in os.listdir(os.path.join(place.folder, "mailbox"))):
            return
        time.sleep(0.02)


def terminated(world, rounds, seed):
    """SIGTERM, as `systemctl stop` sends it: one sentence, the signal as the way of ending, and the next run goes on."""
    randomness = random.Random(seed)
    said = tries = 0
    while said < rounds:
        tries += 1
        expect(tries <= 10 * rounds, "only %d of %d runs were at work when the signal came" % (said, tries))
        place = world.place("terminated")
        process = place.start()
        wait_until_it_listens(process)
        # The machine may be faster now than when the undisturbed run was timed: some runs end before the signal.
        time.sleep(randomness.uniform(0, world.seconds) / (1 + tries // 10))
        process.send_signal(signal.SIGTERM)
        _, errors = end_of(process, 10)
        if process.returncode == -signal.SIGTERM:
            expect(b"stopped by signal 15" in errors, "no sentence about SIGTERM: %r" % errors)
            said += 1
        else:
            expect(process.returncode == world.code, "SIGTERM ended a run with %d: %r" % (process.returncode, errors))
        wait_for_mailers(place)
        ended = place.run()
        expect(ended.code in (0, world.code), "the run after SIGTERM: %s" % ended)
        place.check()
    return "%d of %d runs stopped and said so, seed %d; the others were over" % (said, tries, seed)


def wait_until_it_listens(process):
    """Until the program catches SIGTERM: before that the signal ends it as it ends any other, without a word."""
    while process.poll() is None:
        with open("/proc/%d/status" % process.pid) as file:
            caught = int(re.search(r"(?m)^SigCgt:\s*(\w+)", file.read()).group(1), 16)
        if caught >> (signal.SIGTERM - 1) & 1:
            return
        time.sleep(0.0005)


def power_cut(world, rounds, seed):
    """The disk as it was at one instant: what was told to the outside (a mail, a metric) is in the database there."""
    randomness = random.Random(seed)
    with mounted_xfs(world) as folder:
        disk, copy = os.path.join(folder, "disk.img"), os.path.join(folder, "copy.img")
        one, two = os.path.join(world.folder, "mount-one"), os.path.join(world.folder, "mount-two")
        for name in (one, two):
            os.makedirs(name, exist_ok=True)
        told = 0
        for _ in range(rounds):
            with open(disk, "wb") as file:
                file.truncate(400 << 20)
            subprocess.run(["mkfs.ext4", "-q", "-F", disk], check=True)
            with mounted(["-o", "loop", disk], one):
                place = world.place(
                    "cut", database=os.path.join(one, "hubdrops.sqlite"), output=os.path.join(one, "reports"))
                os.sync()
                process = place.start()
                wait_for(place, randomness.choice(["", DAY, "latest", "mail"]), process)
                time.sleep(randomness.uniform(0, world.seconds * 0.6))
                acknowledged = sum(map(len, place.mails().values())) > 0
                subprocess.run(["cp", "--reflink=always", disk, copy], check=True)
                process.kill()
                end_of(process)
                wait_for_mailers(place)
            told += acknowledged
            with mounted(["-o", "loop", copy], one):
                # The mount stands where the first one stood, so that every path is as it was.
                if acknowledged:
                    place.integrity()
                    expect(place.run_counts() == world.counts, "a mail went out of records that the disk does not have")
                shutil.rmtree(os.path.join(place.folder, "mailbox"))
                os.makedirs(os.path.join(place.folder, "mailbox"))
                ended = place.run()
                expect(ended.code in (0, world.code), "the run after the power cut: %s" % ended)
                place.check(mails=len(place.mails()))
            os.remove(copy)
    return "%d cuts, seed %d, %d of them after the mail had left" % (rounds, seed, told)


@contextlib.contextmanager
def mounted_xfs(world):
    """A file system that copies a file in one instant; a plain copy takes time and would invent damage."""
    image, place = os.path.join(world.folder, "xfs.img"), os.path.join(world.folder, "xfs")
    with open(image, "wb") as file:
        file.truncate(3 << 30)
    subprocess.run(["mkfs.xfs", "-q", "-m", "reflink=1", image], check=True)
    os.makedirs(place, exist_ok=True)
    try:
        with mounted(["-o", "loop", image], place):
            yield place
    finally:
        os.remove(image)


@contextlib.contextmanager
def mounted(words, place):
    subprocess.run(["mount", *words, place], check=True)
    try:
        yield place
    finally:
        for attempt in range(50):
            if subprocess.run(["umount", place], capture_output=True).returncode == 0:
                break
            time.sleep(0.1)
        else:
            raise Wrong("cannot unmount " + place)
