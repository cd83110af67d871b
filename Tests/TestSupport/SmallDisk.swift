import Foundation

/// A file system in memory, which makes a full or unwritable disk a real one. Mounting needs root.
///
/// Unmount it with `defer { disk.unmount() }`: open files stay usable until they are closed.
public struct SmallDisk {
  public struct Failure: Error, CustomStringConvertible {
    public var description: String
  }

  public let path: String
  private let ownsFolder: Bool

  /// - Parameters:
  ///   - size: in tmpfs notation, such as `16m`; nil for its default.
  ///   - mode: of its root folder, in octal.
  ///   - folder: where to mount it; nil for a new folder of its own.
  public init(
    size: String? = nil, mode: String = "700", isReadOnly: Bool = false, at folder: String? = nil
  ) throws {
    path = folder ?? "/tmp/disk-\(UUID().uuidString)"
    ownsFolder = folder == nil
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try mount(
      flags: isReadOnly ? UInt(MS_RDONLY) : 0,
      ["mode=\(mode)", size.map { "size=\($0)" }].compactMap(\.self).joined(separator: ","))
  }

  public func unmount() {
    umount2(path, Int32(MNT_DETACH))
    if ownsFolder { rmdir(path) }
  }

  /// Fills it to the last byte.
  public func fill() throws {
    guard FileManager.default.createFile(atPath: filler, contents: nil) else {
      throw Failure(description: "cannot make \(filler)")
    }
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: filler))
    for size in [1 << 16, 1 << 12, 1 << 9, 1] {
      while (try? handle.write(contentsOf: Data(count: size))) != nil {}
    }
    try handle.close()
  }

  /// Occupies the given number of bytes.
  public func fill(bytes: Int) throws {
    try Data(count: bytes).write(to: URL(fileURLWithPath: filler))
  }

  /// Deletes the filler.
  public func makeRoom() { unlink(filler) }

  public func resize(to size: String) throws { try mount(flags: UInt(MS_REMOUNT), "size=\(size)") }

  private var filler: String { "\(path)/filler" }

  private func mount(flags: UInt, _ options: String) throws {
    guard Glibc.mount("tmpfs", path, "tmpfs", flags, options) == 0 else {
      throw Failure(
        description: "cannot mount \(path): \(String(cString: strerror(errno))); it needs root")
    }
  }
}
