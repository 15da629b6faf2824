"""Runs that die: by SIGKILL at any moment, by SIGTERM, and with the machine (a copy of the disk at one instant)."""
import contextlib, os, random, shutil, signal, subprocess, time

from world import DAY, Wrong, expect


def killed_anywhere(world, rounds):
    """kill -9 at random moments of a run: the next one ends as if nothing had been."""
    randomness = random.Random(20260310)
    kills = mails = again = rounds_done = 0
    steps = {"import": 0, "report": 0, "mail": 0, "over": 0}
    while kills < rounds:
        place = world.place("killed")
        # The second process of a round begins where the first one died.
        for _ in range(2):
            process = place.start()
            wait_for(place, randomness.choice(["", DAY, "latest"]), process)
            time.sleep(randomness.uniform(0, world.seconds * 0.6))
            alive = process.poll() is None
            steps[step_of(place) if alive else "over"] += 1
            process.kill()
            process.communicate()
            kills += alive
        wait_for_mailers(place)
        ended = place.run()
        expect(ended.code == world.code or ended.code == 0, "the run after the kill: %s" % ended)
        place.check()
        rounds_done += 1
        came = sum(len(copies) for copies in place.mails().values())
        mails, again = mails + 1, again + came - 1
    spread = ", ".join("%d in %s" % (count, step) for step, count in steps.items() if step != "over")
    return "%d kills (%s) in %d rounds; %d mails, %d of them twice under one Message-ID" % (
        kills, spread, rounds_done, mails, again)


def wait_for(place, name, process):
    """Until a run is past its import (the day's folder is there) or past its report (`latest` is), or over."""
    while name and process.poll() is None and not os.path.lexists(os.path.join(place.output, name)):
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


def terminated(world, rounds):
    """SIGTERM, as `systemctl stop` sends it: one sentence, the signal as the way of ending, and the next run goes on."""
    randomness = random.Random(7)
    said, longest = 0, world.seconds
    for _ in range(10 * rounds):
        if said == rounds:
            break
        place = world.place("terminated")
        process = place.start()
        time.sleep(randomness.uniform(0.02, longest))
        if process.poll() is not None:
            # The machine has become faster since the undisturbed run was timed.
            longest = max(0.03, longest / 2)
            process.communicate()
            continue
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=10)
        if process.returncode == -signal.SIGTERM:
            expect(b"stopped by signal 15" in errors, "no sentence about SIGTERM: %r" % errors)
            said += 1
        wait_for_mailers(place)
        ended = place.run()
        expect(ended.code in (0, world.code), "the run after SIGTERM: %s" % ended)
        place.check()
    expect(said > 0, "no run was alive when the signal came")
    return "%d runs stopped and said so" % said


def power_cut(world, rounds):
    """The disk as it was at one instant: what was told to the outside (a mail, a metric) is in the database there."""
    randomness = random.Random(11)
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
                time.sleep(randomness.uniform(0.1, world.seconds * 1.6))
                acknowledged = sum(map(len, place.mails().values())) > 0
                subprocess.run(["cp", "--reflink=always", disk, copy], check=True)
                process.kill()
                process.communicate()
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
    return "%d cuts, %d of them after the mail had left" % (rounds, told)


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
