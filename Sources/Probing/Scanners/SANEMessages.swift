import FoundationEssentials

/// What the task `sane` is asked: for a list, or whether one scanner opens.
struct SANEQuestion: Codable, Equatable {
  /// The name of the scanner to open, in the library's own bytes; nil asks for the list.
  var open: Data?
  /// Whether backends may leave out what hangs on the network.
  var localOnly = false
}

/// What the task `sane` found.
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
  /// Whether it asked as an unprivileged user, to whom drivers may not show everything.
  var asNobody: Bool? = nil
}
