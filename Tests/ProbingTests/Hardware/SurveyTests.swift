import Foundation
import Reporting
import Testing

@testable import Probing

/// A computer as reported by the survey stick: what the stick cannot see is unknown.
struct SurveyTests {
  @Test(arguments: try Case.all(of: "hardware") + Case.all(of: "scanners"))
  func nothingUnseenIsReportedAsMissing(_ machine: Case) throws {
    let report = Survey.report(on: machine.host, stick: "/nowhere", agentVersion: "1")
    #expect(report.bandwidth == nil && report.accounts == nil)
    if let facts = report.hardware?.facts {
      #expect(facts.system == .init() && facts.displays.isEmpty)
      #expect(facts.source == .init(agent: "survey-stick", version: "1"))
      #expect(facts.machine.tpm != "none" && facts.machine.uefi != false)
    }
    switch report.scanners {
    case .observed(let facts)?:
      #expect(facts.scanners.allSatisfy { $0.ready == nil && $0.driver == nil })
      #expect(Set(facts.unseen.map(\.way)).isSuperset(of: [.sane, .escl]))
      #expect(facts.source?.isSurveyStick == true)
    case .failed?: break
    default: Issue.record("the stick says that there is no scanner")
    }
  }

  /// A temporary root with these files.
  final class Root {
    let folder = FileManager.default.temporaryDirectory.appending(path: "survey-\(UUID())")
    var host: Host { Host(root: folder.path) }

    init(_ files: [String: [UInt8]]) throws {
      for (path, bytes) in files {
        let file = folder.appending(path: path)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
      }
    }
    deinit { try? FileManager.default.removeItem(at: folder) }
  }

  func look(_ files: [String: [UInt8]]) throws -> FirmwareSecurity {
    let root = try Root(files)
    return withExtendedLifetime(root) { FirmwareSecurity(on: root.host) }
  }

  static let secureBoot =
    "sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"

  /// The nightly report includes it too, so that a PC with Linux is judged like one with Windows.
  @Test func theNightlyReportIncludesTheBootMode() throws {
    let files: [String: [UInt8]] = [
      Self.secureBoot: [6, 0, 0, 0, 1], "sys/class/tpm/tpm0/tpm_version_major": Array("2\n".utf8),
      "proc/cpuinfo": Array("processor\t: 0\n".utf8),
      "proc/meminfo": Array("MemTotal: 4000000 kB\n".utf8), "sys/block/.keep": [],
      "sys/class/drm/.keep": [],
    ]
    let root = try Root(files)
    let facts = try withExtendedLifetime(root) { try HardwareProbe().observe(root.host) }
    #expect(facts?.machine.uefi == true && facts?.machine.secureBoot == true)
    #expect(facts?.machine.tpm == "2.0")
  }

  @Test func bootMode() throws {
    #expect(
      try look([Self.secureBoot: [6, 0, 0, 0, 1]])
        == .init(uefi: true, secureBoot: true, tpm: nil))
    #expect(try look([Self.secureBoot: [6, 0, 0, 0, 0]]).secureBoot == false)
    #expect(
      try look([Self.secureBoot: [1]]) == .init(uefi: true, secureBoot: nil, tpm: nil))
    #expect(try look(["proc/cpuinfo": []]) == .init(uefi: nil, secureBoot: nil, tpm: nil))
  }

  @Test func tpmVersion() throws {
    func version(_ files: [String: [UInt8]]) throws -> String? { try look(files).tpm }
    let driver = "sys/class/tpm/tpm0/tpm_version_major"
    #expect(try version([driver: Array("2\n".utf8)]) == "2.0")
    #expect(try version([driver: Array("1\n".utf8)]) == "1.2")
    #expect(try version([driver: Array("9\n".utf8)]) == nil)
    #expect(try version(["sys/firmware/acpi/tables/TPM2": []]) == "2.0")
    #expect(try version(["sys/firmware/acpi/tables/TCPA": []]) == "1.2")
    #expect(try version([:]) == nil, "a TPM that is switched off looks absent")
  }

  @Test func omitsTheStickFromDisks() {
    let facts = HardwareFacts(
      machine: .init(chassis: "laptop", hasBattery: false), processor: .init(),
      memory: .init(totalBytes: 1),
      disks: [
        .init(name: "sda", model: nil, sizeBytes: 1, rotational: nil, removable: false),
        .init(name: "sdb", model: nil, sizeBytes: 1, rotational: nil, removable: false),
      ], system: .init(name: "Debian"))
    let outcome = Survey.hardware(.observed(facts), .init(agent: "a"), stick: "sdb")
    #expect(outcome.facts?.disks.map(\.name) == ["sda"])
    #expect(outcome.facts?.machine.hasBattery == nil, "its driver may be missing")
    #expect(
      Survey.hardware(.failed(reason: "r"), .init(agent: "a"), stick: nil)
        == .failed(reason: "r"))
  }
}
