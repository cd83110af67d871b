import Reporting

/// How much time has passed by this machine's own clocks: at least so much, whatever they did.
///
/// Within a boot the boot clock counts, which cannot be set. From one boot to another the wall
/// clock does, as far as it is beyond all that it ever said: a clock that leaps ahead and back
/// again counts once. If it cannot be believed, only the time since the start of the machine
/// counts.
struct OwnTime: Codable, Sendable, Equatable {
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

  /// Adds what has passed since the last time.
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
