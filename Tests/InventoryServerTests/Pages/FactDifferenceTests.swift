import Foundation
import Testing

@testable import InventoryServer

struct FactDifferenceTests {
  private func changes(_ before: String, _ after: String) throws -> [String] {
    let difference = FactDifference(
      from: try #require(FactTree(json: before)), to: try #require(FactTree(json: after)))
    return difference.changes.map { change in
      let place = (change.path + change.items.map { "[\($0)]" }).joined(separator: ".")
      return "\(place): \(word(change.before)) → \(word(change.after))"
    }
  }

  private func word(_ tree: FactTree?) -> String {
    switch tree {
    case nil: "-"
    case .text(let text): text
    case .number(let number): "\(Int(number))"
    case .truth(let truth): "\(truth)"
    case .nothing: "null"
    case .list: "list"
    case .object: "object"
    }
  }

  @Test func changedValueIsReported() throws {
    #expect(
      try changes(
        #"{"outcome":"observed","memory":{"totalBytes":4,"slots":2}}"#,
        #"{"outcome":"observed","memory":{"totalBytes":8,"slots":2}}"#)
        == ["memory.totalBytes: 4 → 8"])
  }

  @Test func equalFactsGiveNoChanges() throws {
    #expect(try changes(#"{"a":[1,{"b":null}]}"#, #"{"a":[1,{"b":null}]}"#).isEmpty)
    #expect(try changes(#"{"a":1}"#, #"{"a":1,"b":null}"#).isEmpty)
  }

  @Test func checkTimesAreIgnored() throws {
    #expect(
      try changes(
        #"{"accounts":[{"service":"x","status":"active","checkedAt":"1"}]}"#,
        #"{"accounts":[{"service":"x","status":"expired","checkedAt":"2"}]}"#)
        == ["accounts.status.[x]: active → expired"])
  }

  @Test func listItemsAreMatchedByName() throws {
    #expect(
      try changes(
        #"{"disks":[{"name":"sda","sizeBytes":1},{"name":"sdb","sizeBytes":2}]}"#,
        #"{"disks":[{"name":"nvme0n1","sizeBytes":3},{"name":"sda","sizeBytes":9}]}"#)
        == [
          "disks.[sdb]: object → -", "disks.[nvme0n1]: - → object",
          "disks.sizeBytes.[sda]: 1 → 9",
        ])
  }

  @Test func duplicateListItemsAreNumbered() throws {
    let one = #"{"manufacturer":"Canon","model":"LiDE"}"#
    #expect(
      try changes(#"{"scanners":[\#(one)]}"#, #"{"scanners":[\#(one),\#(one)]}"#)
        == ["scanners.[Canon LiDE #2]: - → object"])
  }

  @Test func typeChangesAreReported() throws {
    #expect(try changes(#"{"a":1}"#, #"{"a":"x"}"#) == ["a: 1 → x"])
    #expect(try changes(#"{"a":[1]}"#, #"{"a":{"b":1}}"#) == ["a: list → object"])
    #expect(try changes("[1]", "{}") == [": list → object"])
    #expect(try changes(#"{"a":true}"#, #"{}"#) == ["a: true → -"])
  }

  @Test func excessChangesAreCounted() throws {
    let flood = (0..<1000).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
    let difference = FactDifference(
      from: try #require(FactTree(json: "{}")), to: try #require(FactTree(json: "{\(flood)}")))
    #expect(difference.changes.count == FactDifference.most)
    #expect(difference.untold == 1000 - FactDifference.most)
  }

  @Test func invalidJSONIsRejected() {
    for text in ["", "{", "nul", "{\"a\":}", "\u{0}"] {
      #expect(FactTree(json: text) == nil, "\(text)")
    }
  }
}
