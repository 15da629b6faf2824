import Rendering
import Settings

/// Reads the templates when somebody first asks for them, and keeps them.
final class LazyRenderer {
    private let settings: Configuration
    private lazy var made = Result { try Renderer(templatesFolder: settings.templates, base: settings.baseURL) }

    init(_ settings: Configuration) { self.settings = settings }

    func get() throws -> Renderer { try made.get() }
}
