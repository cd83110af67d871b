import Reporting

/// A lower bound on the time that has passed, by this machine's own clocks, whatever they did.
///
/// Within a boot, the boot clock counts, which cannot be set. From one boot to the next, the wall
/// clock counts, as far as it exceeds its highest reading so far: a leap ahead and back counts
/// once. If it cannot be trusted, only the time since the machine started counts.
struct ElapsedTime: Codable, Sendable, Equatable {
  var seconds = 0.0
  private var bootId: String?
  private var bootSeconds: Double?
  private var latestWall: Int?

  init(_ clock: AgentClock) {
    let boot = clock.boot()
    bootId = boot?.bootId
    bootSeconds = boot?.seconds
    latestWall = clock.plausibleWallSeconds
  }

  var isPlausible: Bool {
    0...1e10 ~= seconds && 0...1e10 ~= bootSeconds ?? 0
      && latestWall.map(WallClock.isPlausible) ?? true
  }

  /// Adds the time since the last call.
  mutating func advance(_ clock: AgentClock) {
    let boot = clock.boot()
    let wall = clock.plausibleWallSeconds
    if let boot, let bootSeconds, boot.bootId == bootId {
      seconds += max(0, boot.seconds - bootSeconds)
    } else {
      let sinceStart = boot?.seconds ?? 0
      let byWall = latestWall.flatMap { latest in wall.map { Double($0 - latest) } } ?? 0
      seconds += max(0, sinceStart, byWall)
    }
    bootId = boot?.bootId
    bootSeconds = boot?.seconds
    latestWall = [latestWall, wall].compactMap { $0 }.max()
  }
}
