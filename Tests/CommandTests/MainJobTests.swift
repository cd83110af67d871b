import Foundation
import Testing

/// The main task with the real programs.
struct MainJobTests {
  @Test func thisMachineIsEnrolledReportedAndRanked() throws {
    let centre = try ServingCentre()
    let state = centre.scratch.file("state").path
    let token = try centre.token(commune: "21250")

    let enrolled = try Command.run(
      "commune-probe",
      ["enroll", "--server", centre.address, "--token", token, "--state", state])
    #expect(enrolled.status == 0, "\(enrolled.errors)")
    #expect(enrolled.output.contains("Xã Nghĩa Giang (21250)"))
    let reported = try Command.run("commune-probe", ["report", "--state", state])
    #expect(reported.status == 0 && reported.output == "1 delivered, 0 waiting.\n")

    let machines = try centre.inventory("machines", "list", "--format", "json")
    #expect(machines.output.contains(#""commune" : "21250""#))
    #expect(machines.output.contains(#""simulated" : false"#))
    let ranked = try centre.inventory("rank", "--province", "51", "--format", "json")
    #expect(ranked.output.contains(#""code":"21250""#))
    let table = try centre.inventory("rank", "--province", "51", "--language", "en")
    #expect(table.status == 0 && table.output.contains("Xã Nghĩa Giang"))
    #expect(!table.output.contains("\u{1B}"), "a pipe gets no colour")
  }

  @Test func whenTheCentreIsAwayNothingIsLost() throws {
    let scratch = try Scratch()
    let state = scratch.file("state").path
    do {
      let centre = try ServingCentre()
      let token = try centre.token(commune: "21250")
      let enrolled = try Command.run(
        "commune-probe",
        ["enroll", "--server", centre.address, "--token", token, "--state", state])
      #expect(enrolled.status == 0)
    }
    let away = try Command.run("commune-probe", ["report", "--state", state])
    #expect(away.status == 69)
    #expect(away.errors.split(separator: "\n").count == 1)
    #expect(away.errors.contains("1 waiting") && away.errors.contains("nothing is lost"))
    let spooled = try FileManager.default.contentsOfDirectory(atPath: "\(state)/spool")
    #expect(spooled.count == 1)
  }

  @Test func aFleetReportsTwiceAndStaysTheSameFleet() throws {
    let centre = try ServingCentre()
    let tokens = try centre.inventory(
      "token", "create", "--province", "51", "--uses", "40", "--format", "json")
    let file = try centre.scratch.write(tokens.output, "tokens.json")
    let facts = try centre.scratch.write(
      "code,profile\n21250,equipped\n21136,lacking\n21244,silent\n", "facts.csv")
    let arguments = [
      "--server", centre.address, "--token-file", file, "--communes", "12", "--machines", "3",
      "--nights", "1", "--seed", "7", "--concurrency", "4", "--facts", facts,
    ]
    let first = try Command.run("fleet-simulator", arguments)
    #expect(first.status == 0, "\(first.errors)")
    let last = try #require(first.output.split(separator: "\n").last)
    #expect(
      last.wholeMatch(
        of:
          /sent \d+, acknowledged \d+, duplicates 0, rejected 0, seconds [\d.]+, p50 [\d.]+ ms, p99 [\d.]+ ms/
      ) != nil, "\(last)")
    let before = try centre.inventory("machines", "list", "--format", "json").output
    #expect(try Command.run("fleet-simulator", arguments).status == 0)
    let after = try centre.inventory("machines", "list", "--format", "json").output
    func ids(_ list: String) -> [Substring] { list.matches(of: /"id" : "(\w+)"/).map(\.1) }
    #expect(!ids(before).isEmpty && ids(before) == ids(after))
    #expect(!after.contains(#""simulated" : false"#))
  }
}
