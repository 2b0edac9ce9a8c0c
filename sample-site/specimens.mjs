// The first sentence of the Universal Declaration of Human Rights, and a typeface for each script.
const latin = "noto-serif";

export const specimens = [
  { language: "English", tag: "en", font: latin, text: "All human beings are born free and equal in dignity and rights." },
  { language: "العربية", tag: "ar", dir: "rtl", font: "noto-sans-arabic", text: "يولد جميع الناس أحرارًا متساوين في الكرامة والحقوق." },
  { language: "日本語", tag: "ja", font: "noto-serif-jp", text: "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。" },
  { language: "हिन्दी", tag: "hi", font: "noto-serif-devanagari", text: "सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है।" },
  { language: "Ελληνικά", tag: "el", font: latin, text: "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα." },
  { language: "한국어", tag: "ko", font: "noto-serif-kr", text: "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다." },
  { language: "ქართული", tag: "ka", font: "noto-serif-georgian", text: "ყველა ადამიანი იბადება თავისუფალი და თანასწორი თავისი ღირსებითა და უფლებებით." },
  { language: "اردو", tag: "ur", dir: "rtl", font: "noto-nastaliq-urdu", text: "تمام انسان آزاد اور حقوق و عزت کے اعتبار سے برابر پیدا ہوئے ہیں۔" },
  { language: "বাংলা", tag: "bn", font: "noto-serif-bengali", text: "সমস্ত মানুষ স্বাধীনভাবে সমান মর্যাদা এবং অধিকার নিয়ে জন্মগ্রহণ করে।" },
  { language: "中文", tag: "zh", font: "noto-serif-sc", text: "人人生而自由，在尊严和权利上一律平等。" },
  { language: "አማርኛ", tag: "am", font: "noto-serif-ethiopic", text: "የሰው ልጅ ሁሉ ሲወለድ ነጻና በክብርና በመብትም እኩልነት ያለው ነው።" },
  { language: "עברית", tag: "he", dir: "rtl", font: "noto-serif-hebrew", text: "כל בני אדם נולדו בני חורין ושווים בערכם ובזכויותיהם." },
  { language: "ไทย", tag: "th", font: "noto-serif-thai", text: "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ" },
  { language: "Հայերեն", tag: "hy", font: "noto-serif-armenian", text: "Բոլոր մարդիկ ծնվում են ազատ ու հավասար՝ իրենց արժանապատվությամբ և իրավունքներով։" },
  { language: "தமிழ்", tag: "ta", font: "noto-serif-tamil", text: "மனிதப் பிறிவியினர் சகலரும் சுதந்திரமாகவே பிறக்கின்றனர்." },
  { language: "ខ្មែរ", tag: "km", font: "noto-serif-khmer", text: "មនុស្សទាំងអស់ កើតមកមានសេរីភាព និងសមភាព ក្នុងផ្នែកសេចក្ដីថ្លៃថ្នូរនិងសិទ្ធិ។" },
  { language: "བོད་ཡིག", tag: "bo", font: "noto-serif-tibetan", text: "འགྲོ་བ་མིའི་རིགས་རྒྱུད་ཡོངས་ལ་སྐྱེས་ཙམ་ཉིད་ནས་ཆེ་མཐོངས་དང༌། ཐོབ་ཐངགི་རང་དབང་འདྲ་མཉམ་དུ་ཡོད་ལ།" },
  { language: "Русский", tag: "ru", font: latin, text: "Все люди рождаются свободными и равными в своем достоинстве и правах." },
];
