import Foundation
import Reporting
import Testing

@testable import InventoryStore

struct PlainScannersTests {
  private static let scanners = [
    ScannerFacts.Scanner(
      manufacturer: "Canon", model: "Máy quét số 1, \u{1F5A8}", connection: .usb,
      usbId: "1083:1645", evidence: .usb, driver: .sane, ready: true),
    .init(
      manufacturer: nil, model: "b/w", connection: .network, evidence: .escl, driver: .escl,
      ready: nil),
    .init(
      manufacturer: "", model: nil, connection: .other, evidence: .attested, driver: .nobody,
      likely: true, ready: false),
  ]
  private static let unseen = [
    ScannerFacts.Unseen(way: .sane, reason: "it crashed"),
    .init(way: .escl, reason: "http://192.168.1.20 does not answer"),
  ]

  private func section(_ facts: ScannerFacts) throws -> Data {
    try CanonicalJSON.encode(Outcome.observed(facts))
  }

  @Test(arguments: 0...3, 0...2)
  func agentEncodingIsReadExactly(_ count: Int, _ unseen: Int) throws {
    let facts = ScannerFacts(
      scanners: Array(Self.scanners.prefix(count)), unseen: Array(Self.unseen.prefix(unseen)))
    #expect(try PlainScanners.read(section(facts)) == facts)
  }

  @Test(arguments: [
    #"{"outcome":"absent"}"#, #"{"scanners":[],"outcome":"observed"}"#,
    #"{"outcome":"observed", "scanners":[]}"#, #"{"outcome":"observed","scanners":[]} "#,
    #"{"outcome":"observed","scanners":[{"connection":"usb","evidence":"usb","model":"\u0041"}]}"#,
    #"{"outcome":"observed","scanners":[{"connection":"air","evidence":"usb","ready":true}]}"#,
    #"{"outcome":"observed","scanners":[],"unseen":[{"reason":"r","way":"smell"}]}"#,
    #"{"outcome":"observed","scanners":[],"unseen":[{"way":"usb","reason":"r"}]}"#,
    #"{"outcome":"observed","scanners":[{"connection":"usb","driver":"me","evidence":"usb"}]}"#,
    #"{"outcome":"observed","scanners":["#, "",
  ])
  func otherEncodingsAreLeftToDecoder(_ text: String) {
    #expect(PlainScanners.read(Data(text.utf8)) == nil)
  }

  @Test func readerNeverDiffersFromDecoder() throws {
    try expectAgreement(
      on: section(ScannerFacts(scanners: Self.scanners, unseen: Self.unseen)),
      changedBy: [0, 0x1F, 0x20, 0x22, 0x2C, 0x5C, 0x5D, 0x7D, 0x7F, 0x80, 0xC3, 0xFF],
      PlainScanners.read)
  }
}
