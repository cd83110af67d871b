import Foundation
import TestSupport
import Testing

/// An agent whose disk is full, at a real centre: the computer does not count as silent.
struct FullDiskTests {
  /// - Parameter isFull: to the last block; otherwise some room is left, but less than is kept for
  ///   the machine's users.
  @Test(arguments: [false, true])
  func theCentreIsTold(_ isFull: Bool) throws {
    let centre = try ServingCentre()
    let disk = try SmallDisk(size: "4m")
    defer { disk.unmount() }
    let state = "\(disk.path)/state"
    let enrolled = try Command.run(
      "commune-probe",
      [
        "enroll", "--server", centre.address, "--token", try centre.token(commune: "21250"),
        "--state", state,
      ])
    #expect(enrolled.status == 0, "\(enrolled.errors)")
    if isFull { try disk.fill() }
    for night in 1...3 {
      let reported = try Command.run("commune-probe", ["report", "--now", "--state", state])
      #expect(reported.status == 75, "\(reported.errors)")
      #expect(reported.output == "1 delivered, 0 waiting.\n", "night \(night): \(reported.errors)")
      #expect(reported.errors.contains("was not stored") || reported.errors.contains("space"))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(state)/spool").isEmpty)
    let machines = try centre.inventory("machines", "list", "--format", "json").output
    let id = try #require(machines.firstMatch(of: /"id" : "([^"]+)"/)).1
    let url = try #require(URL(string: "\(centre.address)/api/v1/machines/\(id)"))
    func shown() throws -> String { String(decoding: try Data(contentsOf: url), as: UTF8.self) }
    #expect(try shown().contains(#""reason":"disk full""#))
    let early = try Command.run("commune-probe", ["report", "--if-due", "--state", state])
    #expect(early.output.contains("due in"), "\(early.output) \(early.errors)")

    // With room again, the next report is complete.
    if isFull { disk.makeRoom() }
    try disk.resize(to: "400m")
    let whole = try Command.run("commune-probe", ["report", "--now", "--state", state])
    #expect(whole.status == 0, "\(whole.errors)")
    #expect(try shown().contains(#""totalBytes""#))
  }
}
