import Foundation
import Testing

/// Rankings of the past, and how a commune's points changed.
struct HistoryCommandTests {
  private struct Explained: Decodable {
    struct Movement: Decodable {
      struct Event: Decodable { var what: String }
      var confidenceBefore, confidenceAfter: Double
      var events: [Event]
    }
    var movement: Movement
  }

  @Test func beforeAndAfterAReport() throws {
    let centre = try ServingCentre()
    let before = Date()
    // Times have a resolution of one second.
    Thread.sleep(forTimeInterval: 1.1)
    let machine = try centre.enrol("state")
    #expect(try centre.agent("state", "report").status == 0)

    let moment = before.formatted(.iso8601)
    let explained = try centre.json(
      Explained.self, "rank", "--province", "51", "--explain", "21250", "--since", moment)
    let movement = explained.movement
    #expect(movement.confidenceBefore == 0 && movement.confidenceAfter > 0)
    #expect(movement.events.contains { $0.what == "machine.enrolled" })
    #expect(movement.events.contains { $0.what == "section.hardware" })
    let told = try centre.inventory(
      "rank", "--province", "51", "--explain", "21250", "--since", moment, "--language", "en")
    #expect(told.output.contains("Computer \(machine) was enrolled."), "\(told.output)")

    let past = try centre.inventory("rank", "--province", "51", "--as-of", moment)
    #expect(past.status == 0 && past.output.contains("Dựng lại từ lịch sử"))
    #expect(past.output.contains("0 đơn vị đã xếp hạng, 96 đơn vị cần xác minh trước"))
    let json = try centre.inventory(
      "rank", "--province", "51", "--as-of", moment, "--format", "json")
    #expect(json.output.contains("\"asOf\":\"\(moment)\""))
    // The end of a day, in Vietnam.
    let day = try centre.inventory(
      "plan", "--budget", "9_000_000", "--province", "51", "--as-of", "2025-11-23", "--format",
      "json")
    #expect(day.output.contains(#""asOf":"2025-11-23T16:59:59Z""#))
    #expect(day.output.contains(#""digest":"sha-256:"#))
  }
}
