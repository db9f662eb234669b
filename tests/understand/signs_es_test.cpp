// Red flags in typed Spanish: every flag in the words of Spain and Latin America, look-alikes, and
// the traps of denial.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/fold.hpp"
#include "support/dialog_files.hpp"
#include "understand/signs.hpp"

namespace palpate {
namespace {

const Dialog& dialog() {
  static const Dialog loaded = test::back_pain_dialog();
  return loaded;
}

const Locale& spanish() {
  const auto& locales = dialog().locales;
  return *std::find_if(locales.begin(), locales.end(),
                       [](const Locale& locale) { return locale.id == "es"; });
}

/// " emerg.e_saddle! urgent.u_fever? ": what was found, "!" if certain.
std::string names_of(std::string_view text) {
  std::string names = " ";
  for (const FoundSign& sign : find_signs(TypedMessage(spanish(), text))) {
    const Fact& fact = dialog().facts[sign.fact];
    names += fact.id + "." + fact.options[sign.option] + (sign.certain ? "! " : "? ");
  }
  return names;
}

struct Case {
  const char* text;
  const char* signs;  // one of them, by a space, must be found; "" if nothing may be; "?" nothing
                      // certain
};

class SpanishPhrase : public testing::TestWithParam<Case> {};

TEST_P(SpanishPhrase, IsUnderstood) {
  const std::string names = names_of(GetParam().text);
  const std::string_view wanted = GetParam().signs;
  if (wanted.empty()) {
    EXPECT_EQ(names, " ") << GetParam().text;
    return;
  }
  if (wanted == "?") {
    EXPECT_EQ(names.find('!'), std::string::npos) << GetParam().text << ": " << names;
    return;
  }
  bool found = false;
  for (std::size_t at = 0; at < wanted.size();) {
    const std::size_t end = std::min(wanted.find(' ', at), wanted.size());
    found =
        found || names.find(" " + std::string(wanted.substr(at, end - at))) != std::string::npos;
    at = end + 1;
  }
  EXPECT_TRUE(found) << GetParam().text << ": " << names;
}

constexpr const char* e1 = "emerg.e_saddle! emerg.e_bladder! emerg.e_bowel! emerg.e_sex!";
constexpr const char* e2 = "emerg.e_legs!";
constexpr const char* e3 = "emerg.e_crash!";
constexpr const char* e4 = "emerg.e_tear!";
constexpr const char* call = "emerg.e_chest! emerg.e_stroke! emerg.e_other!";  // E5, E6, E10
constexpr const char* e7 = "emerg.e_headache! emerg.e_septic!";
constexpr const char* e8 = "emerg.e_septic! emerg.e_headache!";
constexpr const char* e9 = "emerg.e_harm!";
constexpr const char* e11 = "preg_signs.heavy_bleeding! preg_signs.tummy_pain!";

INSTANTIATE_TEST_SUITE_P(
    Emergency, SpanishPhrase,
    testing::Values(
        Case{"se me duerme la entrepierna desde ayer", e1},
        Case{"ya no siento las nalgas ni los testículos", e1},
        Case{"al pasarme el papel no noté nada", e1},
        Case{"llevo todo el día con ganas de mear y no me sale ni una gota", e1},
        Case{"ME ORINO ENCIMA Y NO LO SIENTO", e1},
        Case{"se me escapa la caca y no me doy ni cuenta", e1},
        Case{"me hice popó en los pantalones sin sentir", e1},
        Case{"desde que me dio el tirón no se me para", e1}, Case{"no siento los pies", e2},
        Case{"el dolor me baja por ambas piernas", e2},
        Case{"me flaquean las patas, casi no me puedo parar", e2},
        Case{"se me aflojan las dos piernas", e2}, Case{"me caí de un árbol de tres metros", e3},
        Case{"un taxi me pegó por detrás y traigo el cuello fatal", e3},
        Case{"volcamos en la carretera el sábado", e3}, Case{"me atropelló un coche el lunes", e3},
        Case{"me vino de repente un dolor desgarrador en la espalda", e4},
        Case{"dolor de espalda de golpe y me puse pálido y sudoroso", e4},
        Case{"siento que me late la barriga y me duele la espalda", e4},
        Case{"me aprieta el pecho y se me va al brazo izquierdo", call},
        Case{"no me llega el aire", call}, Case{"escupí sangre al toser", call},
        Case{"se me ha torcido la boca", call}, Case{"no me salen las palabras", call},
        Case{"me he quedado ciega de un ojo", call}, Case{"se me está hinchando la lengua", call},
        Case{"no paro de sangrar", call},
        Case{"me explotó la cabeza de repente, el dolor más fuerte de mi vida", e7},
        Case{"fiebre y rigidez de nuca", e7}, Case{"estoy con quimioterapia y tengo fiebre", e8},
        Case{"tengo 39 de fiebre y no sé ni dónde estoy", e8},
        Case{"estoy embarazada de 7 meses y sangro muchísimo", e11},
        Case{"embarazada y me duele la panza fuerte sin parar", e11},
        Case{"voy empapando compresas de sangre", e11}));

INSTANTIATE_TEST_SUITE_P(
    SelfHarm, SpanishPhrase,
    testing::Values(
        Case{"ya no quiero vivir", e9}, Case{"no tengo ganas de seguir viviendo", e9},
        Case{"me quiero matar", e9}, Case{"kiero suisidarme", e9},
        Case{"me gustaría no despertarme nunca más", e9},
        Case{"mi familia estaría mejor sin mí", e9}, Case{"nadie me extrañaría", e9},
        Case{"solo soy un estorbo para todos", e9}, Case{"voy a tirarme a las vías del tren", e9},
        Case{"me aventaría de un puente", e9}, Case{"me tomé un frasco entero de pastillas", e9},
        Case{"me corto los brazos para no sentir", e9},
        Case{"no le veo caso a seguir viviendo", e9},
        Case{"pa qué seguir si nada vale la pena", e9}, Case{"quiero acabar con todo", e9},
        Case{"me voy a pegar un tiro", e9}, Case{"cómo puedo suicidarme", e9},
        Case{"me da igual si vivo o muero", e9}, Case{"tengo miedo de hacerme daño", e9},
        Case{"ya me despedí de mis hijos", e9}, Case{"por qué no me muero de una vez", e9},
        Case{"no me queda nada por lo que vivir", e9},
        Case{"si no fuera por mis hijos ya me habría matado", e9},
        Case{"estoy en la azotea y me quiero aventar", e9},
        Case{"me he bebido una botella de lejía", e9},
        Case{"no quiero seguir viviendo con este dolor", e9}));

INSTANTIATE_TEST_SUITE_P(
    SameDay, SpanishPhrase,
    testing::Values(Case{"ando con calentura desde el miércoles", "urgent.u_fever"},
                    Case{"por las noches amanezco empapado", "urgent.u_fever"},
                    Case{"hace tres semanas me infiltraron la espalda", "urgent.u_inject"},
                    Case{"he perdido 10 kilos sin motivo", "urgent.u_weight"},
                    Case{"me encontré un bulto duro en la espalda", "urgent.u_lump"},
                    Case{"tropecé en la cocina y tomo corticoides", "urgent.u_fall"},
                    Case{"me arde al orinar y me duele el riñón", "urgent.u_pee"},
                    Case{"tengo la pantorrilla hinchada y caliente", "urgent.u_calf"},
                    Case{"el dolor me despierta todas las noches", "urgent.u_night"},
                    Case{"no se me quita ni acostada", "urgent.u_night"},
                    Case{"no puedo levantar la punta del pie", "leg.footdrop"},
                    Case{"cada día tengo menos fuerza en la pierna", "leg.worse"},
                    Case{"la mano cada semana agarra menos", "arm.worse"},
                    Case{"no puedo abrocharme los botones", "neck.clumsy"},
                    Case{"se me duermen las dos manos", "area.arm_both"},
                    Case{"tengo contracciones cada 5 minutos", "preg_signs.waves"},
                    Case{"no siento moverse al bebé desde ayer, estoy de 30 semanas",
                         "preg_signs.less_movement preg_signs.head_swelling"},
                    Case{"me salieron ampollas en las costillas", "urgent.u_rash"}));

INSTANTIATE_TEST_SUITE_P(
    LookAlike, SpanishPhrase,
    testing::Values(
        Case{"me mata la espalda, ponle un 7", ""}, Case{"me muero de ganas de un masaje", ""},
        Case{"me mato a trabajar", ""}, Case{"vengo muerta de cansancio", ""},
        Case{"quiero acabar con este dolor", ""}, Case{"acabar con todo el dolor, por favor", ""},
        Case{"quiero desaparecer estas contracturas", ""}, Case{"estoy harto de este dolor", ""},
        Case{"tengo muchas ganas de vivir", ""}, Case{"me corté el pelo ayer", ""},
        Case{"me corto las uñas yo solo", ""}, Case{"voy a saltar esta pregunta", ""},
        Case{"el precio es de infarto", ""}, Case{"ayer me reí tanto que casi me meo", "?"},
        Case{"me duele el hombro de nadar a pecho", ""}, Case{"se me cayó el móvil", ""},
        Case{"no me cae bien ese masajista", ""}, Case{"siento un nudo duro en el hombro", ""},
        Case{"me quedé dormida en mala postura", ""}, Case{"duermo boca abajo", ""},
        Case{"la parte de abajo de la espalda está dormida", ""}, Case{"hago peso muerto", ""},
        Case{"tengo 38 y dolor lumbar", ""}, Case{"cuarenta y siete", ""},
        Case{"tomo paracetamol cada 8 horas", ""}, Case{"subo y bajo escaleras todo el día", ""},
        Case{"adelgacé 5 kilos con dieta y gimnasio", ""}, Case{"no traigo dolor", ""},
        Case{"quiero bajar de peso", ""}, Case{"este trabajo va a acabar conmigo", ""},
        Case{"me hice daño levantando peso", ""}, Case{"tomo tramadol 50 mg cada 12 horas", ""},
        Case{"el bebé me despierta por las noches", ""},
        Case{"hacerme daño entrenando me da miedo", ""},
        Case{"necesito desaparecer una semana a la playa", ""},
        Case{"qué dolor de cabeza es rellenar esto", ""},
        Case{"se me durmió el brazo, ya se me pasó", "?"}));

INSTANTIATE_TEST_SUITE_P(
    Denied, SpanishPhrase,
    testing::Values(
        Case{"sin fiebre, sin pérdida de peso y sin hormigueos", ""},
        Case{"ni me ahogo ni me duele el pecho", ""}, Case{"ni fiebre ni bultos", ""},
        Case{"no tengo fiebre ni dolor en el pecho", ""}, Case{"no tengo fiebre ni nada", ""},
        Case{"nunca me ha dolido el pecho", ""}, Case{"nunca he tenido convulsiones", ""},
        Case{"no siento hormigueo ni dolor en las piernas", ""},
        Case{"no he notado debilidad en las piernas", ""}, Case{"no se me duermen las piernas", ""},
        Case{"no se me escapa la orina", ""}, Case{"no tengo problemas para orinar", ""},
        Case{"no quiero morirme", ""}, Case{"nunca he pensado en hacerme daño", ""},
        Case{"no tengo fiebre pero no siento las piernas", e2},
        Case{"no tengo fiebre, me duele el pecho", call}, Case{"no, no puedo respirar", call},
        Case{"sin fiebre, se me duermen los genitales", e1},
        Case{"no siento ninguna de las dos piernas", e2},
        Case{"no sé por qué pero no siento las piernas", e2},
        Case{"como si tuviera el ano anestesiado", e1}));

INSTANTIATE_TEST_SUITE_P(OthersPastQuestions, SpanishPhrase,
                         testing::Values(Case{"mi papá tuvo un infarto a los 60", ""},
                                         Case{"mi abuela tuvo un derrame hace años", ""},
                                         Case{"la embarazada es mi hermana", ""},
                                         Case{"mi marido se ha desplomado y no responde", call},
                                         Case{"a mi padre se le ha caído un lado de la cara", call},
                                         Case{"mi mujer dice que se me ha torcido la boca", call},
                                         Case{"hace 20 años tuve un accidente de coche", "?"},
                                         Case{"¿el masaje puede provocar un ictus?", "?"},
                                         Case{"¿qué pasa si se me duermen las piernas?", "?"},
                                         Case{"¿es normal que se me duerman los genitales?", e1}));

INSTANTIATE_TEST_SUITE_P(Spelling, SpanishPhrase,
                         testing::Values(Case{"NO PUEDO RESPIRAR", call},
                                         Case{"dolor de pehco", call}, Case{"me kiero morir", e9},
                                         Case{"tengo los jenitales dormidos", e1},
                                         Case{"estoy enbarazada y sangrando mucho", e11},
                                         Case{"tengo fievre", "urgent.u_fever!"}));

INSTANTIATE_TEST_SUITE_P(
    YesAndIf, SpanishPhrase,
    testing::Values(Case{"si tengo fiebre", "urgent.u_fever!"},
                    Case{"si fiebre, y ando con quimio", "emerg.e_septic!"},
                    Case{"si tengo fiebre puedo ir", "?"}, Case{"si tengo fiebre?", "?"},
                    Case{"no, fiebre no", ""}, Case{"mareo no, vision bien", ""},
                    Case{"no le dije pero tengo fiebre", "urgent.u_fever!"},
                    Case{"me corre dolor por una pierna", ""},
                    Case{"me operaron de la vesicula", ""},
                    Case{"cancer de mama, y he perdido 12 kilos", "urgent.u_weight!"},
                    Case{"mi papa perdio el conocimiento", "emerg.e_other!"}));

// Short spellings, and words as they sound.
INSTANTIATE_TEST_SUITE_P(AsTheySound, SpanishPhrase,
                         testing::Values(Case{"no puedo aser pis dsd ayer", "emerg.e_bladder!"},
                                         Case{"tngo fievre i m siento morir", "emerg.e_septic!"},
                                         Case{"m kiero matar", "emerg.e_harm!"},
                                         Case{"se m durmio media kara", "emerg.e_stroke!"},
                                         Case{"m atropello una moto", "emerg.e_crash!"},
                                         Case{"el gato tiene la pata inchada", ""}));

TEST(SpanishSigns, AreHeldAsTypedWordsAreCompared) {
  ASSERT_FALSE(spanish().signs.words.empty());
  for (std::string word : spanish().signs.words) {
    if (word == "_" || word.starts_with('#')) continue;
    if (word.ends_with('*')) word.pop_back();
    EXPECT_EQ(fold_word(word), word);
  }
}

}  // namespace
}  // namespace palpate
