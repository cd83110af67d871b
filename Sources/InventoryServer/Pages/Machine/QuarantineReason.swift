/// The reason for a quarantine, translated if the centre itself wrote it.
enum QuarantineReason {
  static func text(_ reason: String, _ call: PageCall) -> String {
    if reason.contains("came under used sequences") { return call.text("heldBack.sequences") }
    if reason.hasPrefix("boot "), reason.contains("came back after another") {
      return call.text("heldBack.boots")
    }
    if let former = reason.firstMatch(of: /^clone: has the key of machine (\w+) and/) {
      return call.text("heldBack.copied", ["machine": String(former.1)])
    }
    return reason
  }
}
