// Graphviz's C library, its memory held by owners.
#include <graphviz/cgraph.h>
#include <graphviz/gvc.h>

#include <memory>
#include <string>

#include "atlas/draw.hpp"

namespace palpate {
namespace {

struct FreeContext {
  void operator()(GVC_t* context) const { gvFreeContext(context); }
};

/// Graphviz, loaded at the first drawing. It stays: the fonts that its text layout remembers from
/// one drawing to the next belong to it, and would be read after it is gone. Null if it cannot
/// load.
GVC_t* graphviz() {
  static const std::unique_ptr<GVC_t, FreeContext> context(gvContext());
  return context.get();
}

struct CloseGraph {
  void operator()(Agraph_t* graph) const { agclose(graph); }
};
struct FreeRendered {
  void operator()(char* rendered) const { gvFreeRenderData(rendered); }
};

/// A graph's layout, which has to go before the graph does.
class Layout {
 public:
  Layout(GVC_t* context, Agraph_t* graph)
      : context_(context), graph_(graph), done_(gvLayout(context, graph, "dot") == 0) {}
  ~Layout() { gvFreeLayout(context_, graph_); }
  Layout(const Layout&) = delete;
  Layout& operator=(const Layout&) = delete;

  bool is_done() const { return done_; }

 private:
  GVC_t* context_;
  Agraph_t* graph_;
  bool done_;
};

/// Graphviz prints what it has to say to a stream; nothing below the programs prints.
class QuietGraphviz {
 public:
  QuietGraphviz() : before_(agseterr(AGMAX)) {}
  ~QuietGraphviz() { agseterr(before_); }
  QuietGraphviz(const QuietGraphviz&) = delete;
  QuietGraphviz& operator=(const QuietGraphviz&) = delete;

 private:
  agerrlevel_t before_;
};

Error failure(const std::string& what) {
  const char* said = aglasterr();
  return {Errc::io_error, "Graphviz cannot " + what +
                              (said != nullptr && *said != '\0' ? ": " + std::string(said) : "")};
}

}  // namespace

Result<std::string> to_svg(const Dialog& dialog) {
  const std::string dot = to_dot(dialog);
  QuietGraphviz quiet;
  GVC_t* context = graphviz();
  if (context == nullptr) return failure("start");
  std::unique_ptr<Agraph_t, CloseGraph> graph(agmemread(dot.c_str()));
  if (!graph) return failure("read the graph");
  Layout layout(context, graph.get());
  if (!layout.is_done()) return failure("lay out the graph");
  char* data = nullptr;
  unsigned length = 0;
  const bool drawn = gvRenderData(context, graph.get(), "svg", &data, &length) == 0;
  std::unique_ptr<char, FreeRendered> rendered(data);
  if (!drawn || !rendered) return failure("draw the graph");
  return std::string(rendered.get(), length);
}

}  // namespace palpate
