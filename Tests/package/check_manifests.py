#!/usr/bin/env python3
"""Holds the Kubernetes manifests against the schemas of Kubernetes and against hubdrops: check_manifests.py HUBDROPS FILE...

What a schema does not say: every container is as little as it can be, every volume and key that is mounted is there, each
index has a configuration, and hubdrops takes the command lines and the configurations as they are written.
"""
import os, subprocess, sys, tempfile

import kubernetes_validate, yaml

# The first has all that is used; the last is the newest that the validator knows.
VERSIONS = ["1.33", "1.35", kubernetes_validate.latest_version()]
MISTAKES = (64, 78)
failures = 0


def check(words, holds, detail=""):
    global failures
    failures += not holds
    print("%-6s %s%s" % ("ok" if holds else "WRONG", words, "" if holds else ": %s" % str(detail)[:600]))


def schema(name, resource):
    for version in VERSIONS:
        try:
            kubernetes_validate.validate(resource, version, strict=True)
            wrong = None
        except (kubernetes_validate.ValidationError, kubernetes_validate.SchemaNotFoundError) as error:
            wrong = error
        check("%s: schema of Kubernetes %s" % (name, version), wrong is None, wrong)


def little(name, pod):
    """What a container may not have, and what it may not use up."""
    context, container = pod["securityContext"], pod["containers"][0]
    own = container["securityContext"]
    check("%s: one container, not root, a file system that is read-only, no rights" % name,
          len(pod["containers"]) == 1 and context["runAsNonRoot"] and context["runAsUser"] >= 10000
          and context["seccompProfile"]["type"] == "RuntimeDefault" and own["readOnlyRootFilesystem"]
          and not own["allowPrivilegeEscalation"] and own["capabilities"] == {"drop": ["ALL"]}
          and not pod["automountServiceAccountToken"], pod)
    check("%s: bounded in memory and processors" % name,
          {"cpu", "memory"} == set(container["resources"]["limits"]) == set(container["resources"]["requests"]))


def command(hubdrops, name, job, pod, config_maps):
    """The command line with the configurations in place of the mounted ones, for each index."""
    arguments = pod["containers"][0]["args"]
    known = subprocess.run([hubdrops, "--help"], capture_output=True, text=True).stdout
    if "\n  %s " % arguments[0] not in known:
        print("skip   %s: this hubdrops has no command %s" % (name, arguments[0]))
        return
    volumes = {volume["name"]: volume for volume in pod["volumes"]}
    mounted = {mount["mountPath"]: volumes[mount["name"]] for mount in pod["containers"][0]["volumeMounts"]}
    files = config_maps[mounted["/etc/hubdrops"]["configMap"]["name"]]
    with tempfile.TemporaryDirectory() as folder:
        for key, text in files.items():
            with open(os.path.join(folder, key), "w", encoding="utf-8") as file:
                file.write(text.replace("/var/lib/hubdrops", folder))
        for index in range(job.get("completions", 1)):
            line = [word.replace("$(HUB_INDEX)", str(index)).replace("/etc/hubdrops", folder)
                    .replace("/var/lib/hubdrops", folder) for word in arguments]
            dry = ["--dry-run"] if arguments[0] == "run" else []
            said = subprocess.run([hubdrops, *line, *dry], capture_output=True, text=True,
                                  env={"PATH": os.environ["PATH"], "AZURE_STORAGE_SAS_TOKEN": "sv=1&sig=none",
                                       "https_proxy": "http://127.0.0.1:9"})
            check("%s: hubdrops takes %s" % (name, " ".join(arguments).replace("$(HUB_INDEX)", str(index))),
                  said.returncode not in MISTAKES, said.stderr)


def main(hubdrops, paths):
    resources = []
    for path in paths:
        with open(path, encoding="utf-8") as file:
            resources += [(os.path.basename(path), resource) for resource in yaml.safe_load_all(file)]
    by_kind = {}
    for name, resource in resources:
        schema("%s %s %s" % (name, resource["kind"], resource["metadata"]["name"]), resource)
        by_kind.setdefault(resource["kind"], {})[resource["metadata"]["name"]] = resource
    config_maps = {name: resource["data"] for name, resource in by_kind["ConfigMap"].items()}
    for name, resource in by_kind["CronJob"].items():
        job = resource["spec"]["jobTemplate"]["spec"]
        pod = job["template"]["spec"]
        little(name, pod)
        named = [volume["persistentVolumeClaim"]["claimName"] for volume in pod["volumes"] if "persistentVolumeClaim" in volume]
        secrets = [source["secretRef"]["name"] for source in pod["containers"][0].get("envFrom", [])]
        check("%s: its volume and secret are there" % name, set(named) <= set(by_kind["PersistentVolumeClaim"])
              and set(secrets) <= set(by_kind["Secret"]), named + secrets)
        command(hubdrops, name, job, pod, config_maps)
    print("%d failed" % failures)
    sys.exit(failures > 0)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])
