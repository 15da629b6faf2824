import Model
import Testing

@testable import Delivery

@Suite struct MetricsTextTests {
    @Test func aFamilyStandsTogetherWithItsHelp() {
        var metrics = MetricsText()
        metrics.add("hubdrops_last_success_timestamp_seconds", Instant(seconds: 1_773_556_267), help: "End of the run.")
        metrics.add("hubdrops_input_records", 12, labels: [("state", "imported")], help: "Records read.")
        metrics.add("hubdrops_run_duration_seconds", 2.5, help: "Time\ntaken.")
        metrics.add("hubdrops_input_records", 0, labels: [("state", "rejected")], help: "Records read.")
        #expect(
            metrics.text == """
                # HELP hubdrops_last_success_timestamp_seconds End of the run.
                # TYPE hubdrops_last_success_timestamp_seconds gauge
                hubdrops_last_success_timestamp_seconds 1773556267
                # HELP hubdrops_input_records Records read.
                # TYPE hubdrops_input_records gauge
                hubdrops_input_records{state="imported"} 12
                hubdrops_input_records{state="rejected"} 0
                # HELP hubdrops_run_duration_seconds Time\\ntaken.
                # TYPE hubdrops_run_duration_seconds gauge
                hubdrops_run_duration_seconds 2.5

                """)
    }

    @Test func labelsAreEscaped() {
        var metrics = MetricsText()
        metrics.add("m", 1, labels: [("hub", "a\\b\"c\nd"), ("class", "keep-alive")], help: "h")
        #expect(metrics.text.contains("m{hub=\"a\\\\b\\\"c d\",class=\"keep-alive\"} 1\n"))
    }

    @Test func whatIsNoNameIsMadeOne() {
        var metrics = MetricsText()
        metrics.add("9 lives\n", 1, labels: [("a-b", "x")], help: "h")
        #expect(metrics.text.contains("\n_9_lives_{a_b=\"x\"} 1\n"))
    }

    @Test func theFileIsForTheCollectorToRead() throws {
        let place = try TemporaryFolder()
        var metrics = MetricsText()
        metrics.add("m", 1, help: "h")
        try metrics.write(toFile: place.path + "/hubdrops.prom")
        #expect(try place.text(of: "hubdrops.prom") == metrics.text)
        #expect(try place.mode(of: "hubdrops.prom") == 0o644)
        #expect(try place.names() == ["hubdrops.prom"])
    }

    @Test func aMissingFolderOfTheCollectorIsNotMade() throws {
        let error = #expect(throws: DeliveryError.self) {
            try MetricsText().write(toFile: "/nonexistent/hubdrops.prom")
        }
        #expect(
            error?.description.hasPrefix("/nonexistent/hubdrops.prom: cannot create the file: No such file") == true)
    }

    @Test func whatIsNoNumberIsLeftOut() {
        var metrics = MetricsText()
        metrics.add("m", .nan, help: "h")
        #expect(metrics.text == "")
    }
}

@Suite struct RunHookTests {
    @Test func theCommandSeesTheRun() throws {
        let hook = RunHook(command: try CommandWords("sh -c 'echo \"$HUBDROPS_EXIT $HUBDROPS_HUB\"; exit 3'"))
        let problem = hook.run(["HUBDROPS_EXIT": "75", "HUBDROPS_HUB": "$(touch x)\n;"])
        #expect(problem == "hook sh: exit status 3: 75 $(touch x) ;")
    }

    @Test func successSaysNothing() throws {
        #expect(RunHook(command: try CommandWords("true")).run([:]) == nil)
    }

    @Test func aHookThatHangsIsStopped() throws {
        let hook = RunHook(command: try CommandWords("sleep 60"), seconds: 1)
        #expect(hook.run([:]) == "hook sleep: stopped after 1 seconds")
    }

    @Test func whatAKilledRunLeftOfTheFileGoesAndNothingElse() throws {
        let place = try TemporaryFolder()
        try place.put("", at: ".hubdrops.prom.99999.0.hubdrops-tmp")
        try place.put("", at: ".other.prom.99999.0.hubdrops-tmp")
        var metrics = MetricsText()
        metrics.add("a", 1, help: "A.")
        try metrics.write(toFile: place.path + "/hubdrops.prom")
        #expect(try place.names() == [".other.prom.99999.0.hubdrops-tmp", "hubdrops.prom"])
    }

    @Test func anEarlierFileLendsTheFamiliesThatAreMissing() {
        let earlier = """
            # HELP last When, # or so.
            # TYPE last gauge
            last 12
            # HELP drops Drops.
            # TYPE drops gauge
            drops{cause="a b"} 3
            drops{cause="c"} 4
            # HELP other Not asked for.
            # TYPE other gauge
            other 1

            """
        var metrics = MetricsText()
        metrics.add("last", 13, help: "When.")
        metrics.carry(["last", "drops"], from: earlier)
        #expect(
            metrics.text == """
                # HELP last When.
                # TYPE last gauge
                last 13
                # HELP drops Drops.
                # TYPE drops gauge
                drops{cause="a b"} 3
                drops{cause="c"} 4

                """)
    }
}
