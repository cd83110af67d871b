import Foundation
import Reporting
import Testing

@testable import InventoryStore

struct PlainHardwareTests {
  /// Every member set, and lists of several objects.
  private static let whole = HardwareFacts(
    machine: .init(
      manufacturer: "Dell Inc.", model: "OptiPlex 7010", serialNumber: "ABC1234",
      uuid: "4c4c4544-0042-3010-8035-b4c04f4e4e32", chassis: "desktop",
      firmwareDate: "2022-03-04", hasBattery: false, uefi: true, secureBoot: false, tpm: "2.0"),
    processor: .init(
      model: "12th Gen Intel(R) Core(TM) i5-12500", cores: 6, threads: 12,
      frequencyHz: 4_600_000_000, family: 6, modelNumber: 151, stepping: 2),
    memory: .init(
      totalBytes: 16_521_990_144, installedBytes: 17_179_869_184, slots: 4,
      modules: [
        .init(
          slot: "DIMM A1", sizeBytes: 8_589_934_592, kind: "DDR4",
          speedTransfersPerSecond: 2_666_000_000, formFactor: "DIMM", manufacturer: "Samsung"),
        .init(sizeBytes: 0),
      ]),
    disks: [
      .init(
        name: "nvme0n1", model: "Ổ đĩa 256 GB", sizeBytes: 256_060_514_304, rotational: false,
        removable: false, kind: .nvme),
      .init(name: "sdb", sizeBytes: 0, rotational: nil, removable: true),
    ],
    displays: [
      .init(
        connector: "HDMI-A-1", manufacturer: "DEL", model: "DELL P2419H", widthPixels: 1920,
        heightPixels: 1080, widthMillimetres: 527, heightMillimetres: 296, year: 2019),
      .init(connector: "DP-1"),
    ],
    system: .init(
      name: "Debian GNU/Linux", version: "12", kernel: "6.1.0-28-amd64", architecture: "x86_64",
      build: "19045.6456"))
  /// Only what a computer always has.
  private static let bare = HardwareFacts(
    machine: .init(), processor: .init(), memory: .init(totalBytes: 1), disks: [], system: .init())

  private static func section(_ facts: HardwareFacts) throws -> Data {
    try CanonicalJSON.encode(Outcome.observed(facts))
  }

  @Test(arguments: [whole, bare])
  func agentEncodingIsReadExactly(_ facts: HardwareFacts) throws {
    #expect(try PlainHardware.read(Self.section(facts)) == facts)
  }

  /// Each member of each object is optional by itself, whatever stands before it.
  @Test func anyMemberMayBeMissing() throws {
    let whole = try #require(
      try JSONSerialization.jsonObject(with: Self.section(Self.whole)) as? [String: Any])
    var read = 0
    for (part, members) in whole {
      for name in (members as? [String: Any] ?? [:]).keys {
        var changed = whole
        var object = members as? [String: Any] ?? [:]
        object[name] = nil
        changed[part] = object
        let text = try JSONSerialization.data(
          withJSONObject: changed, options: [.sortedKeys, .withoutEscapingSlashes])
        let decoded = try? JSONDecoder().decode(Outcome<HardwareFacts>.self, from: text)
        let plain = PlainHardware.read(text)
        #expect(plain == decoded?.facts, "\(part) without \(name)")
        read += plain == nil ? 0 : 1
      }
    }
    #expect(read > 20)
  }

  @Test(arguments: [
    #"{"outcome":"absent"}"#, #"{"outcome":"failed","reason":"r"}"#, "", "{",
    #"{"disks":[],"displays":[],"machine":{},"memory":{"totalBytes":1},"outcome":"observed","processor":{},"system":{},"x":1}"#,
    #"{"disks":[],"displays":[],"machine":{},"memory":{"totalBytes":-1},"outcome":"observed","processor":{},"system":{}}"#,
    #"{"disks":[],"displays":[],"machine":{"model":null},"memory":{"totalBytes":1},"outcome":"observed","processor":{},"system":{}}"#,
    #"{"disks":[],"displays":[],"machine":{,"model":"m"},"memory":{"totalBytes":1},"outcome":"observed","processor":{},"system":{}}"#,
    #"{"disks":[],"displays":[],"machine":{"model":"m",},"memory":{"totalBytes":1},"outcome":"observed","processor":{},"system":{}}"#,
    #"{"disks":[{"kind":"tape","name":"a","removable":true,"sizeBytes":1}],"displays":[],"machine":{},"memory":{"totalBytes":1},"outcome":"observed","processor":{},"system":{}}"#,
    #"{"disks":[],"displays":[],"machine":{},"memory":{"totalBytes":1},"outcome":"observed","processor":{},"source":{"agent":"a"},"system":{}}"#,
  ])
  func otherEncodingsAreLeftToDecoder(_ text: String) {
    #expect(PlainHardware.read(Data(text.utf8)) == nil)
  }

  @Test func readerNeverDiffersFromDecoder() throws {
    try expectAgreement(
      on: Self.section(Self.whole),
      changedBy: [0, 0x1F, 0x22, 0x2C, 0x30, 0x39, 0x5C, 0x7B, 0x7D, 0x80, 0xC3],
      PlainHardware.read)
  }
}
