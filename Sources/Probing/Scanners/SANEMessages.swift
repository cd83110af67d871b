import FoundationEssentials

/// The question to the task `sane`: for a list, or whether one scanner opens.
struct SANEQuestion: Codable, Equatable {
  /// The name of the scanner to open, in the library's own bytes; nil asks for the list.
  var open: Data?
  /// Whether backends may leave out network scanners.
  var localOnly = false
}

/// The answer of the task `sane`.
struct SANEAnswer: Codable, Equatable {
  /// Longest text that is kept, in bytes.
  static let longestText = 256

  /// One entry of the library's list.
  struct Device: Codable, Equatable {
    var name: Data
    var vendor: String?
    var model: String?
    var type: String?
  }

  /// Whether there is a SANE library on this machine.
  var isThere = true
  /// The library's status (SANE standard, 4.2.7): 0 is good.
  var status: Int32 = 0
  var devices: [Device] = []
  /// Whether the list was longer than what is kept of it.
  var isCut = false
  /// Whether it ran as an unprivileged user, to whom drivers may not show everything.
  var asNobody: Bool? = nil
}
