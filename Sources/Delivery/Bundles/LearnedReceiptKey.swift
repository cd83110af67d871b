import FoundationEssentials
import Reporting

/// Learns the key with which the centre signs bundle receipts: member `receiptKey` of the
/// registration.
enum LearnedReceiptKey {
  /// Stores the key that an acknowledgement names, for a machine that enrolled before registrations
  /// included it and for a centre that was set up again.
  ///
  /// It is trusted like the acknowledgement itself, which removes a report from the spool: because
  /// TLS has proven that it comes from the centre. Over plain text to another computer a first key
  /// is accepted, but a known one is never replaced.
  ///
  /// - Parameter key: Ed25519, base64; nil, or anything that is not a key, changes nothing.
  static func note(
    _ key: String?, from centre: CentreAddress, _ lock: StateLock
  ) throws(DeliveryError) {
    guard let key, BundleReceipt.isKey(key), var identity = try Identity.read(in: lock.directory),
      let known = identity.registration, known.receiptKey != key,
      known.receiptKey == nil || centre.scheme == "https" || centre.isLoopback
    else { return }
    identity.registration?.receiptKey = key
    try identity.write(in: lock.directory)
  }
}

/// The exports whose receipts have not come back, so that each receipt is used only once.
struct PendingBundles: Codable, Equatable {
  /// Oldest first. Bounded, so that sticks that never come back do not keep others out.
  var ids: [String] = []
  private static let most = 64

  /// nil if this machine has never named an export.
  static func read(in directory: StateDirectory) throws(DeliveryError) -> PendingBundles? {
    guard let contents = try FileContents.read(directory.bundles, limit: 16 * 1024) else {
      return nil
    }
    // A damaged list counts as empty: the reports are exported again.
    return (try? JSONDecoder().decode(PendingBundles.self, from: contents.bytes)) ?? .init()
  }

  static func add(_ id: String, _ lock: StateLock) throws(DeliveryError) {
    var pending = try read(in: lock.directory) ?? PendingBundles()
    guard !pending.ids.contains(id) else { return }
    pending.ids.append(id)
    pending.ids.removeFirst(max(0, pending.ids.count - most))
    try pending.write(in: lock.directory)
  }

  static func remove(_ id: String, _ lock: StateLock) throws(DeliveryError) {
    guard var pending = try read(in: lock.directory) else { return }
    pending.ids.removeAll { $0 == id }
    try pending.write(in: lock.directory)
  }

  private func write(in directory: StateDirectory) throws(DeliveryError) {
    guard let bytes = try? CanonicalJSON.encode(self) else { return }
    try DurableFile.write(bytes, to: directory.bundles)
  }
}
