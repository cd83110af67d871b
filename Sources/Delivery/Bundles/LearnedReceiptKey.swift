import FoundationEssentials
import Reporting

/// What this machine knows of the key that its centre signs bundle receipts with: the member
/// `receiptKey` of the registration.
enum LearnedReceiptKey {
  /// Notes the key that an acknowledgement names, for a machine that enrolled before keys were
  /// told, and for a centre that was set up again.
  ///
  /// It is trusted as the acknowledgement itself is, which removes a report from the spool: because
  /// TLS has proven that it comes from the centre. Over plain text to another computer a first key
  /// is taken, but no known one replaced.
  ///
  /// - Parameter key: Ed25519, base64; nil and whatever is no key change nothing.
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

/// The exports whose receipts have not come back, so that a receipt is used once only.
struct PendingBundles: Codable, Equatable {
  /// Oldest first; a stick that never comes back must not keep others out.
  var ids: [String] = []
  private static let most = 64

  /// nil if this machine has never named an export.
  static func read(in directory: StateDirectory) throws(DeliveryError) -> PendingBundles? {
    guard let contents = try FileContents.read(directory.bundles, limit: 16 * 1024) else {
      return nil
    }
    // A damaged list knows no export: the reports are exported again.
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
