import Foundation

/// A folder in which writes fail at a given rate, through the library of
/// `Tests/Faults/faulty_disk.c`. Removed when the value is released.
final class FaultyDisk {
  let folder: String
  private let control: UnsafeMutablePointer<UInt64>
  private static let controlBytes = 2 * MemoryLayout<UInt64>.size

  var environment: [String: String] { environment(seed: 7) }

  init() throws {
    folder = "/tmp/faulty-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Faults/faulty_disk.c").path
    _ = try Program.output(
      "/usr/bin/cc", ["-O1", "-shared", "-fPIC", "-o", "\(folder)/faulty.so", source])
    try Data(count: Self.controlBytes).write(to: URL(fileURLWithPath: "\(folder)/control"))
    let file = open("\(folder)/control", O_RDWR | O_CLOEXEC)
    defer { close(file) }
    guard let map = mmap(nil, Self.controlBytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0),
      map != MAP_FAILED
    else { throw Program.Failure(message: "cannot map \(folder)/control") }
    control = map.bindMemory(to: UInt64.self, capacity: 2)
  }

  deinit {
    munmap(control, Self.controlBytes)
    try? FileManager.default.removeItem(atPath: folder)
  }

  func environment(seed: Int) -> [String: String] {
    [
      "LD_PRELOAD": "\(folder)/faulty.so", "FAULTY_CONTROL": "\(folder)/control",
      "FAULTY_ROOT": "\(folder)/inventory.sqlite", "FAULTY_SEED": "\(seed)",
    ]
  }

  func fails(oneIn number: Int) { control[0] = UInt64(number) }
  func heals() { control[0] = 0 }
  /// The number of calls that have failed so far.
  var failures: Int { Int(control[1]) }
}
