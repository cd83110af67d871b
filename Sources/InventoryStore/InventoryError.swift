/// A failure that a person can act on.
public struct InventoryError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The `code` of a problem document; stable, because agents and programs rely on the names.
  public enum Code: String, CaseIterable, Sendable {
    case tokenUnknown, tokenExpired, tokenUsedUp, tokenRevoked
    case machineUnknown, machineQuarantined, machineRetired, keyRevoked, enrolledElsewhere
    case sequenceBehind, sequenceAhead, reportIdReused, sectionsWanted
    case bundleMalformed, keyInvalid, stateConflict
    case dailyBytesUsedUp, unknownBytesUsedUp, enrolmentsTooMany
    case formatUnsupported, sectionMalformed
    case communeUnknown, provinceUnknown, groupUnknown
    case registerMalformed, valuesErased, argumentMalformed
    case userUnknown, invitationUnknown, planUnknown, notOwn
    case programmeUnknown, purchasesMalformed
    case pastNotKept
    case databaseUnusable, databaseFull, busy
  }

  public let code: Code
  /// The problem, then what to do.
  public let message: String
  /// ``message`` for whoever typed a command: it names the command or option that helps, which a
  /// page or a program does not have.
  public let commandMessage: String
  /// With ``Code/sequenceBehind`` and ``Code/sequenceAhead``: the lowest sequence that will be
  /// accepted.
  public let nextSequence: Int?
  /// With ``Code/sectionsWanted``: the sections to send in full.
  public let sections: [String]?
  /// Seconds after which to try again, if known.
  public let retryAfterSeconds: Int?
  /// With ``Code/registerMalformed`` and ``Code/purchasesMalformed``: what is wrong with the table.
  public let faults: [TableFault]
  /// The first fault.
  public var fault: TableFault? { faults.first }

  /// With ``Code/databaseUnusable``: what else the file is, where that is known.
  enum OtherFile: Sendable {
    case laterVersion
    /// A database of another program.
    case foreign
  }

  private(set) var otherFile: OtherFile?

  public init(
    _ code: Code, _ message: String, typed commandMessage: String? = nil,
    nextSequence: Int? = nil, sections: [String]? = nil, retryAfterSeconds: Int? = nil,
    fault: TableFault? = nil, faults: [TableFault] = []
  ) {
    (self.code, self.message, self.nextSequence) = (code, message, nextSequence)
    self.commandMessage = commandMessage ?? message
    (self.sections, self.retryAfterSeconds) = (sections, retryAfterSeconds)
    self.faults = fault.map { [$0] } ?? faults
  }

  /// A database that cannot be used.
  init(_ otherFile: OtherFile?, _ message: String) {
    self.init(.databaseUnusable, message)
    self.otherFile = otherFile
  }

  public var description: String { message }
}
