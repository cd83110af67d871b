import Foundation
import Testing

/// A file that the nightly service cannot read must not look well because a report by hand reads it.
struct NightlyServiceTests {
  @Test(arguments: [
    ("/home/an/ca.pem", "/home"), ("/root/ca.pem", "/root"), ("/srv/../tmp/./ca.pem", "/tmp"),
    ("/var/tmp/ca.pem", "/var/tmp"), ("/run/user/1000/ca.pem", "/run/user"),
    ("/media/an/USB/ca.pem", "/media"),
    // Leads to /root.
    ("/proc/self/root/root", "/root"),
  ])
  func warnsOfHiddenCertificates(_ path: String, _ folder: String) throws {
    let scratch = try Scratch()
    let settings = try scratch.write("ca = \"\(path)\"\n", "probe.toml")
    let said = try Self.doctor(settings, scratch)
    #expect(said.status == 0)
    #expect(said.errors.contains("\(path)\" is below \(folder),"), "\(said.errors)")
    #expect(said.errors.contains("/etc/commune-probe/ca.pem"))
  }

  @Test func otherFilesNeedNoWarning() throws {
    let scratch = try Scratch()
    for path in ["/etc/commune-probe/ca.pem", "/homes/ca.pem", "/srv/tmp/ca.pem"] {
      let settings = try scratch.write("ca = \"\(path)\"\n", "probe.toml")
      #expect(try Self.doctor(settings, scratch).errors == "")
    }
    let accounts = try scratch.write("[accounts]\nfolder = \"/home/an/accounts\"\n", "probe.toml")
    #expect(try Self.doctor(accounts, scratch).errors.contains("below /home"))
  }

  @Test func enrolmentAndReportByHandWarnToo() throws {
    let centre = try ServingCentre()
    let settings = try centre.scratch.write("ca = \"/home/none/ca.pem\"\n", "probe.toml")
    let enrolled = try centre.agent(
      "a", "enroll", "--server", centre.address, "--token", try centre.token(commune: "21250"),
      "--config", settings)
    #expect(enrolled.status == 0 && enrolled.errors.contains("below /home"), "\(enrolled.errors)")
    let reported = try centre.agent("a", "report", "--config", settings)
    #expect(reported.status == 0 && reported.errors.contains("below /home"), "\(reported.errors)")
  }

  private static func doctor(_ settings: String, _ scratch: Scratch) throws -> Command {
    try Command.run(
      "commune-probe",
      ["doctor", "--config", settings, "--state", scratch.file("state").path])
  }
}
