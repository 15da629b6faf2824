import Rendering
import Report

/// The day in short for programs.
struct NoticeOutput: ReportOutput {
    let name = "notify.json"
    let about = "the day in short, for programs"

    func write(_ day: ReportedDay, to place: inout OutputPlace) throws {
        try place.write(try day.renderer.json(day.renderer.notice(day.report, base: day.base)).utf8)
    }
}

/// The same as bodies that chats take as they are.
struct NoticeBodiesOutput: ReportOutput {
    let name = "notify/"
    let about = "bodies for chats, pagers and webhooks"
    let endings = [".json"]

    func write(_ day: ReportedDay, to place: inout OutputPlace) throws {
        let notice = day.renderer.notice(day.report, base: day.base)
        try place.write(try day.renderer.slackBody(notice).utf8, to: "slack.json")
        try place.write(try day.renderer.teamsBody(notice).utf8, to: "teams.json")
    }
}
