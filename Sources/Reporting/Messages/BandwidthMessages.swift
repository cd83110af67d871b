/// A machine's request to the centre before or after a measurement of its line: the body of
/// `POST /agent/v1/bandwidth/slots`.
public struct BandwidthSlotRequest: Codable, Sendable, Equatable {
  /// The slot to release; nil requests one.
  public var release: String?

  public init(release: String? = nil) { self.release = release }
}

/// The centre's answer: a slot, or when to ask again.
public struct BandwidthSlotReply: Codable, Sendable, Equatable {
  /// Whether a slot was granted. No slot is not a failure: another machine is measuring.
  public var granted: Bool
  /// The value of `Bandwidth-Slot` in every request of the measurement.
  public var slot: String?
  /// How long the slot is valid.
  public var seconds: Int?
  /// Maximum payload in each direction, in bytes.
  public var maximumBytes: Int?
  /// The centre's congestion control, by the kernel's name, `bbr`; nil if unknown.
  public var congestionControl: String?
  /// Without a slot: how soon it is worth asking again.
  public var retryAfterSeconds: Int?
  /// The centre's clock, RFC 3339 UTC, from which the machine tells when the next measurement is
  /// due.
  public var time: String

  public init(
    granted: Bool, slot: String? = nil, seconds: Int? = nil, maximumBytes: Int? = nil,
    congestionControl: String? = nil, retryAfterSeconds: Int? = nil, time: String
  ) {
    (self.granted, self.slot, self.seconds) = (granted, slot, seconds)
    (self.maximumBytes, self.congestionControl) = (maximumBytes, congestionControl)
    (self.retryAfterSeconds, self.time) = (retryAfterSeconds, time)
  }
}

/// The centre's answer to a whole upload.
public struct BandwidthUploadReply: Codable, Sendable, Equatable {
  public var receivedBytes: Int

  public init(receivedBytes: Int) { self.receivedBytes = receivedBytes }
}

/// What has arrived at the centre on all uploads of a slot: one line of the answer to
/// `GET /agent/v1/bandwidth/arrivals`, which continues for as long as the client listens.
public struct BandwidthArrivals: Codable, Sendable, Equatable {
  /// Reading of the centre's monotonic clock; only differences are meaningful.
  public var seconds: Double
  /// TCP segments with payload that have arrived, even behind a gap.
  public var segments: Int
  /// Bytes of payload that have arrived in order.
  public var bytes: Int

  public init(seconds: Double, segments: Int, bytes: Int) {
    (self.seconds, self.segments, self.bytes) = (seconds, segments, bytes)
  }
}
