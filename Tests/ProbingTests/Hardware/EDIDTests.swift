import Foundation
import Testing

@testable import Probing

struct EDIDTests {
  /// EDID blocks of captured machines.
  static let captured: [[UInt8]] = ((try? Case.all(of: "hardware")) ?? []).flatMap { machine in
    ((try? machine.host.entries("sys/class/drm")) ?? []).compactMap { name in
      try? machine.host.bytes("sys/class/drm/\(name)/edid")
    }
  }

  /// A display of 527 mm by 296 mm and 1920 by 1080, with the given bytes replaced.
  static func block(
    _ changes: [Int: UInt8] = [:], texts: [(tag: UInt8, text: String)] = [(0xFC, "P2419H\n")]
  ) -> [UInt8] {
    var bytes: [UInt8] = [0, 255, 255, 255, 255, 255, 255, 0, 0x10, 0xAC, 0xD9, 0xD0]
    bytes += [0x4C, 0x38, 0x31, 0x31, 30, 28, 1, 4, 0xA5, 53, 30, 120, 0x3A]
    bytes += [
      0xD5, 0x95, 0xA5, 0x55, 0x4F, 0xA0, 0x26, 0x0F, 0x50, 0x54, 0xA5, 0x4B, 0, 0x71, 0x4F,
    ]
    bytes += [0x81, 0x80, 0xA9, 0xC0, 0xD1, 0xC0, 1, 1, 1, 1, 1, 1, 1, 1]
    bytes += [
      0x02, 0x3A, 0x80, 0x18, 0x71, 0x38, 0x2D, 0x40, 0x58, 0x2C, 0x45, 0, 0x0F, 0x28, 0x21,
    ]
    bytes += [0, 0, 0x1E]
    for (tag, text) in texts {
      let padded = Array(text.utf8) + Array(repeating: 0x20, count: max(0, 13 - text.utf8.count))
      bytes += [0, 0, 0, tag, 0] + padded.prefix(13)
    }
    while bytes.count < 126 { bytes += [0, 0, 0, 0x10, 0] + Array(repeating: 0, count: 13) }
    bytes = bytes.prefix(126) + [0, 0]
    for (offset, byte) in changes { bytes[offset] = byte }
    bytes[127] = 0 &- bytes[..<127].reduce(0, &+)
    return bytes
  }

  private struct Decoded {
    let text: String

    init(_ bytes: [UInt8]) throws {
      text = try Peer.withFolder { folder in
        let file = folder.appending(path: "edid")
        try Data(bytes).write(to: file)
        return try Peer.text("edid-decode --skip-hex-dump '\(file.path)'")
      }
    }

    /// The first match of the pattern's groups.
    func first(_ pattern: String) -> [String]? {
      guard let match = text.firstMatch(of: (try? Regex(pattern)) ?? Regex(verbatim: "")) else {
        return nil
      }
      return match.output.dropFirst().map { String($0.substring ?? "") }
    }
  }

  @Test(arguments: captured + [block(), block([17: 20, 16: 255])])
  func matchesEdidDecode(_ bytes: [UInt8]) throws {
    let peer = try Decoded(bytes)
    let edid = try #require(EDID(bytes))
    #expect(edid.manufacturer == peer.first("Manufacturer: ([A-Z]{3})")?.first)
    #expect(edid.model == peer.first("Display Product Name: '([^']*)'")?.first)
    let mode = try #require(
      peer.first("DTD 1: +([0-9]+)x([0-9]+) .*\\(([0-9]+) mm x ([0-9]+) mm\\)"))
    #expect([edid.widthPixels, edid.heightPixels] == mode[0..<2].map { Int($0) })
    #expect([edid.widthMillimetres, edid.heightMillimetres] == mode[2..<4].map { Int($0) })
    #expect(edid.year.map(String.init) == peer.first("(?:Made in|Model year):.*([0-9]{4})")?.first)
  }

  @Test func thereAreSome() { #expect(Self.captured.count >= 2) }

  @Test func correctsCommonMistakes() {
    // An aspect ratio instead of the size, and contradictory sizes: whole centimetres count.
    let ratio = EDID(Self.block([66: 16, 67: 9, 68: 0]))
    #expect(ratio?.widthMillimetres == 530 && ratio?.heightMillimetres == 300)
    // Televisions give the ratio as the size; only a mode's own size is one.
    for (across, down) in [(16, 9), (16, 10)] as [(UInt8, UInt8)] {
      let size: [Int: UInt8] = [21: across, 22: down]
      let fine = EDID(Self.block(size))
      #expect(fine?.widthMillimetres == 527 && fine?.heightMillimetres == 296)
      for ratio in [[66: across * 10, 67: down * 10], [66: across, 67: down], [66: 0, 67: 0]]
        as [[Int: UInt8]]
      {
        let none = EDID(Self.block(size.merging(ratio.merging([68: 0]) { $1 }) { $1 }))
        #expect(none != nil && none?.widthMillimetres == nil && none?.heightMillimetres == nil)
      }
    }
    // A projector has no size.
    let projector = EDID(Self.block([21: 0, 22: 0]))
    #expect(projector?.widthMillimetres == nil && projector?.widthPixels == 1920)
    // A year before EDID existed; invalid letters; a first descriptor that is not a mode.
    #expect(EDID(Self.block([17: 0]))?.year == nil)
    #expect(EDID(Self.block([17: 255]))?.year == nil)
    #expect(EDID(Self.block([8: 0, 9: 0]))?.manufacturer == nil)
    #expect(EDID(Self.block([8: 0x90, 9: 0xAC]))?.manufacturer == nil)
    #expect(EDID(Self.block([54: 0, 55: 0]))?.widthPixels == nil)
    #expect(EDID(Self.block([56: 0, 58: 0]))?.heightPixels == nil)
    // Interlaced: 540 lines per field.
    #expect(EDID(Self.block([59: 28, 61: 0x20, 71: 0x9E]))?.heightPixels == 1080)
  }

  @Test func names() {
    func model(_ texts: [(UInt8, String)]) -> String? {
      EDID(Self.block(texts: texts.map { (tag: $0, text: $1) }))?.model
    }
    #expect(model([(0xFE, "LG Display\n"), (0xFE, "LP156WF6-SPB1\n")]) == "LP156WF6-SPB1")
    #expect(model([(0xFF, "serial\n"), (0xFC, "name\n")]) == "name")
    #expect(model([(0xFF, "serial\n")]) == nil)
    #expect(model([(0xFC, "\n")]) == nil)
    #expect(model([(0xFC, "Studioworks N"), (0xFC, " 2200P\n")]) == "Studioworks N 2200P")
    #expect(
      model([(0xFC, "Studioworks N"), (0xFF, "s\n"), (0xFC, " 2200P\n")])
        == "Studioworks N 2200P")
    #expect(model([(0xFC, "FLATRON\n"), (0xFC, "W2246\n")]) == "FLATRON W2246")
    #expect(model([(0xFC, "P2419H\n"), (0xFC, "P2419H\n")]) == "P2419H")
    #expect(model([(0xFC, "P2419H\n"), (0xFC, "\n")]) == "P2419H")
  }

  /// A text descriptor whose contents are not text is never shown.
  @Test func hidesDescriptorsThatAreNotText() {
    func model(_ contents: [(UInt8, [UInt8])]) -> String? {
      var changes: [Int: UInt8] = [:]
      for (index, content) in contents.enumerated() {
        let start = 72 + 18 * index
        for (offset, byte) in ([0, 0, 0, content.0, 0] + content.1).enumerated() {
          changes[start + offset] = byte
        }
      }
      return EDID(Self.block(changes, texts: []))?.model
    }
    func padded(_ text: String, with byte: UInt8 = 0x20) -> [UInt8] {
      Array(text.utf8) + Array(repeating: byte, count: 13 - text.utf8.count)
    }
    #expect(model([(0xFC, padded("ok"))]) == "ok")
    // Terminated by zeros, as some makers do.
    #expect(model([(0xFC, padded("ok", with: 0))]) == "ok")
    #expect(model([(0xFC, padded("\u{1B}[31m"))]) == nil)
    #expect(model([(0xFC, padded("a\tb"))]) == nil)
    #expect(model([(0xFC, [0x41, 0x80, 0xE1] + padded("").prefix(10))]) == nil)
    #expect(model([(0xFC, [0x41, 0, 0x42] + padded("").prefix(10))]) == nil)
    #expect(model([(0xFC, Array(repeating: 0, count: 13))]) == nil)
    // A Dell laptop's panel: the part number and proprietary data.
    let part: [UInt8] = Array("1T5F1".utf8) + [0x80] + Array("B140XTN".utf8)
    let own: [UInt8] = [0, 0, 0, 0, 0, 0x41, 0x31, 0x96, 0, 0x10, 0, 0, 0x02]
    #expect(model([(0xFE, part), (0xFE, own)]) == nil)
    #expect(model([(0xFE, padded("LP156WF6\n")), (0xFE, own)]) == "LP156WF6")
    #expect(model([(0xFC, own), (0xFE, padded("LP156WF6\n"))]) == "LP156WF6")
  }

  @Test func noEDID() {
    let sound = Self.block()
    #expect(EDID(sound) != nil)
    #expect(EDID(sound + Array(repeating: 7, count: 128)) == EDID(sound))
    for count in 0..<128 { #expect(EDID(Array(sound.prefix(count))) == nil) }
    for index in sound.indices {
      var bytes = sound
      bytes[index] ^= 0x40
      #expect(EDID(bytes) == nil)
    }
  }
}
