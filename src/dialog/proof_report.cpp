#include "dialog/proof_report.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/sha256.hpp"
#include "base/strict_json.hpp"

namespace palpate {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::size_t max_report_bytes = 4U << 20U;
constexpr std::string_view proved = "proved";

std::string as_json(std::string_view text) {
  return json::serialize(json::value(text));
}

/// Everything but the seal, one claim a line.
std::string body(const ProofReport& report) {
  std::string text = "{\n";
  for (const auto& [key, value] :
       std::initializer_list<std::pair<std::string_view, std::string_view>>{
           {"dialogue", report.dialogue},
           {"version", report.version},
           {"content_hash", report.content_hash},
           {"checker", report.checker},
           {"date", report.date},
           {"signed_off_by", report.signed_off_by}}) {
    text += "  " + as_json(key) + ": " + as_json(value) + ",\n";
  }
  text += "  \"claims\": {";
  std::string separator = "\n";
  for (const auto& [id, verdict] : report.claims) {
    text += separator + "    " + as_json(id) + ": " + as_json(verdict);
    separator = ",\n";
  }
  return text + "\n  }";
}

Error no_report(const std::string& what) {
  return {Errc::invalid_argument, "this is no proof report: " + what};
}

}  // namespace

bool ProofReport::passed() const {
  return !claims.empty() && std::all_of(claims.begin(), claims.end(),
                                        [](const auto& claim) { return claim.second == proved; });
}

std::string write_proof_report(const ProofReport& report) {
  std::string text = body(report);
  return text + ",\n  \"seal\": " + as_json(sha256_hex(text)) + "\n}\n";
}

Result<ProofReport> parse_proof_report(std::string_view bytes) {
  if (bytes.size() > max_report_bytes) return no_report("it is larger than 4 MiB");
  auto parsed = parse_strict_json(bytes);
  if (auto* error = std::get_if<JsonError>(&parsed)) return no_report(error->message);
  const json::object* root = std::get<json::value>(parsed).if_object();
  if (root == nullptr) return no_report("it is no object");
  ProofReport report;
  for (auto [key, field] : std::initializer_list<std::pair<std::string_view, std::string*>>{
           {"dialogue", &report.dialogue},
           {"version", &report.version},
           {"content_hash", &report.content_hash},
           {"checker", &report.checker},
           {"date", &report.date},
           {"signed_off_by", &report.signed_off_by}}) {
    const json::value* value = root->if_contains(key);
    if (value == nullptr || !value->is_string())
      return no_report("\"" + std::string(key) + "\" is missing");
    field->assign(value->get_string().data(), value->get_string().size());
  }
  const json::value* claims = root->if_contains("claims");
  if (claims == nullptr || !claims->is_object()) return no_report("\"claims\" is missing");
  for (const auto& [id, verdict] : claims->get_object()) {
    if (!verdict.is_string()) return no_report("a claim has no verdict");
    report.claims.emplace_back(std::string(id.data(), id.size()), verdict.get_string().c_str());
  }
  if (write_proof_report(report) != bytes)
    return Error{Errc::corrupt, "the proof report was changed after it was written"};
  return report;
}

Result<ProofReport> read_proof_report(const std::string& directory) {
  fs::path path = fs::path(directory) / proof_file;
  std::error_code ec;
  if (!fs::exists(path, ec)) return Error{Errc::not_found, "there is no " + path.string()};
  if (fs::file_size(path, ec) > max_report_bytes) return no_report("it is larger than 4 MiB");
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  if (!file || !(bytes << file.rdbuf()))
    return Error{Errc::io_error, path.string() + " cannot be read"};
  return parse_proof_report(bytes.str());
}

std::optional<std::string> why_unproved(const Dialog& dialog, const std::string& directory) {
  auto because = [&](const std::string& reason) {
    return directory + ": " + reason + "; run palpate-check --write-proof " + directory;
  };
  Result<ProofReport> report = read_proof_report(directory);
  if (!report) return because(report.error().message);
  if (report->dialogue != dialog.id) return because("the proof is of another dialogue");
  if (report->content_hash != dialog.content_hash)
    return because("its files are not those that were proved");
  for (const auto& [id, verdict] : report->claims) {
    if (verdict != proved) return because("the proof found a fault: " + id);
  }
  if (!report->passed()) return because("the proof has no claims");
  return std::nullopt;
}

}  // namespace palpate
