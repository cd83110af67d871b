extension Policy {
  /// The id of the context that defines remote communes.
  static let remoteContextId = "remote"

  /// Its index in ``context``.
  var remoteContext: Int? { context.firstIndex { $0.id == Self.remoteContextId } }

  /// Whether a commune counts as remote for the quota of plans; unknown counts as no.
  func isRemote(_ commune: CommuneMeasures, context place: Int) -> Bool {
    place < commune.context.count && context[place].counted(commune.context[place]) >= 0.5
  }
}
