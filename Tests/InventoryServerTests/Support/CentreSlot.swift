/// Limits how many centres run at once. Tests run in parallel, but a hundred centres would only
/// wait for each other until their clients time out.
final class CentreSlot: Sendable {
  init() async { await Places.shared.take() }

  deinit { Task { await Places.shared.giveBack() } }

  private actor Places {
    static let shared = Places()

    private var free = 4
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func take() async {
      if free > 0 {
        free -= 1
      } else {
        await withCheckedContinuation { waiting.append($0) }
      }
    }

    func giveBack() {
      if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
  }
}
