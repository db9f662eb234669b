// Any bytes are a request head with a verdict, or are refused with a status that HTTP has.
#include <cstdlib>

#include "transport/http_policy.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace palpate::transport;
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const Limits limits;
  HttpPolicy policy;
  policy.hosts = {"127.0.0.1"};
  policy.files = {"/", "/widget.js"};
  (void)refuse_early(bytes, limits);
  (void)find_head_end(bytes);
  auto parsed = parse_head(bytes, limits);
  const Refusal* refusal = std::get_if<Refusal>(&parsed);
  Verdict verdict = refusal != nullptr ? Verdict(*refusal)
                                       : judge(std::get<RequestHead>(parsed), Peer{true}, policy);
  refusal = std::get_if<Refusal>(&verdict);
  if (refusal != nullptr && (refusal->status < 400 || refusal->status > 599)) std::abort();
  return 0;
}
