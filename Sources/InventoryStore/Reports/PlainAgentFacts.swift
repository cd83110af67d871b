import Foundation
import Reporting

/// Reads the `agent` member, which every report has, in the form that the agent writes.
enum PlainAgentFacts {
  /// Equal to what the decoder would return; nil if the text needs the decoder.
  static func read(_ body: Data) -> AgentFacts? { PlainJSON.read(body, by: facts) }

  private static func facts(_ json: inout PlainJSON) throws(PlainJSON.Unusual) -> AgentFacts {
    try json.expect(#"{"clock":{"#)
    var bootId: String?
    if json.take(#""bootId":"#) {
      bootId = try json.text()
      try json.expect(",")
    }
    try json.expect(#""bootSeconds":"#)
    let bootSeconds = try json.number()
    try json.expect(#","wall":"#)
    let wall = try json.text()
    try json.expect("}")
    let dropped = json.take(#","droppedReports":"#) ? try json.count() : nil
    try json.expect(#","version":"#)
    let version = try json.text()
    try json.expect("}")
    return AgentFacts(
      version: version, clock: ClockReading(bootId: bootId, bootSeconds: bootSeconds, wall: wall),
      droppedReports: dropped)
  }
}
