#!/usr/bin/env python3
"""Looks for turns of phrase that an operator would stumble over, in everything that people read.

    check-words.py [FILE ...]

Reads the documents, the templates, the packaging and the texts in quotes of the sources; comments and decisions, which
programmers read, are left out. Each find is one line, FILE:LINE: the words, and what to write instead; ends with 1 when there is one. A line
that has to have such words says `words: ok` in a comment.
"""
import pathlib, re, subprocess, sys

PATTERNS = [
    (r"\bstands?\b(?!-in)(?! (?:for|out)\b)", "is, is listed, appears"),
    (r"\bstood\b", "was"),
    (r"(?<!there )\b(?:is|are|was|were) no\b(?! (?:longer|more|need|way|later|earlier)\b)", "is not a, are not"),
    (r"\b(?:un)?told\b", "reported, known, listed"),
    (r"\btells? (?:of|apart)\b|\bnothing tells\b|\b(?:cannot|can not|can) tell (?:it|there)\b", "reports, distinguishes"),
    (r"\bof which\b", "and N of them, with"),
    (r"\bas a rule\b", "usually, typically"),
    (r"\b(?:one|a) (?:line|row|step|file|page|block|letter|record|problem|message) an? \w+", "one X per Y"),
    (r"\banew\b", "again"),
    (r"\bheld against\b", "compared with"),
    (r"\bat least so (?:much|many)\b", "at least that many, a lower bound"),
    (r"\bnine tenths\b", "90th percentile"),
    (r"\bhalf were back\b", "median recovery"),
    (r"\bend of the data\b", "end of the log"),
    (r"\brefused for good\b|\brefusal for good\b", "permanently rejected"),
    (r"\bnobody watches\b", "not run on a terminal"),
    (r"\bnobody can tell\b", "there is no way to know"),
    (r"\b(?:much|nothing|something|more|less) is known of\b", "is known about"),
    (r"\bwas (?:last )?fed\b", "was last updated"),
    (r"\ba usual \d|\ba usual \\\(", "normal: N per M"),
    (r"\bno chance\b", "not a coincidence"),
    (r"\bits? disturbs\b|\brecords disturbs\b", "is a problem"),
    (r"\bthings? that (?:is|are) missing\b", "missing items"),
    (r"\bon its side\b|\bfrom which on\b", "after which"),
    (r"\bwhat is from before\b", "data before"),
    (r"\bnot calm\b", "not a quiet period"),
    (r"\beach since its own\b", "each starting at a different time"),
    (r"\bat stake\b", "cost, lost"),
    (r"\bdrops a device\b", "drops per device"),
    (r"\b(?:is|are) known here\b", "is unrecognized"),
    (r"\b(?:credential|certificate)s? that ended\b", "expired credentials"),
    (r"\bwhen it speaks\b", "Trigger"),
    (r"\binner part\b", "internal part"),
    (r"\basks too much\b", "exceeds its limit"),
    (r"\bnothing if the\b", "no action needed if the"),
    (r"\b(?:record|log|day) is (?:of|from) \d", "is from 11 March"),
    (r"\bmay not be (?:read|written)\b", "is not readable, is not writable"),
]
TEXTS = ["README.md", "CHANGELOG.md", "SECURITY.md", "docs", "Templates", "packaging"]


def literals(source):
    """The lines of a source with only what stands in quotes."""
    inside = False
    for number, line in enumerate(source.split("\n"), 1):
        code = re.sub(r"^\s*//.*", "", line)
        parts = code.split('"""')
        if len(parts) == 2:
            yield number, parts[1] if not inside else parts[0], line
            inside = not inside
        elif inside:
            yield number, code, line
        else:
            text = " ".join(re.findall(r'"((?:[^"\\]|\\.)*)"', code))
            if text:
                yield number, text, line


def lines(path):
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".swift":
        yield from literals(text)
    else:
        fenced = False
        for number, line in enumerate(text.split("\n"), 1):
            fenced ^= path.suffix == ".md" and line.startswith("```")
            if not fenced:
                yield number, line, line


def chosen():
    named = [pathlib.Path(name) for name in sys.argv[1:]]
    if named:
        return named
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", *TEXTS, "Sources"], check=True, capture_output=True, text=True)
    paths = [pathlib.Path(name) for name in listed.stdout.split("\n") if name]
    kinds = {".md", ".html", ".txt", ".swift", ".yaml", ".service", ".timer", ""}
    return [
        path for path in paths
        if path.is_file() and path.suffix in kinds and not {"generate-days", "embed-texts", "decisions"} & set(path.parts)
    ]


def main():
    found = 0
    for path in sorted(set(chosen())):
        for number, text, line in lines(path):
            if "words: ok" in line:
                continue
            # Names are what they are: of code in a document, of columns in SQL, and whatever is one word.
            text = re.sub(r"`[^`]*`", "", text)
            if re.search(r"\b(?:SELECT|INSERT|VALUES|INTEGER NOT NULL)\b", text) or " " not in text.strip():
                continue
            for pattern, better in PATTERNS:
                for match in re.finditer(pattern, text, re.IGNORECASE):
                    print("%s:%d: “%s”; better: %s" % (path, number, match.group(), better))
                    found += 1
    print("%d turns of phrase to mend" % found if found else "ok     words", file=sys.stderr if found else sys.stdout)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
