-- Deploy varta:guidance
-- Templates of answers, in versions, and those that a new city begins with.
begin;
set local role varta_owner;

create sequence varta.guidance_id as integer;

create table varta.guidance (
    id integer not null,
    version integer not null,
    city_id smallint references varta.city,
    category text,
    unit text,
    lang text not null constraint guidance_lang check (lang in ('uk', 'en')),
    title text not null constraint guidance_title check (length(btrim(title)) between 1 and 120),
    body text not null constraint guidance_body check (length(btrim(body)) between 1 and 10000),
    active boolean not null default true,
    author_id integer references varta.operator,
    at timestamptz not null default now(),
    primary key (id, version)
);

alter sequence varta.guidance_id owned by varta.guidance.id;
comment on table varta.guidance is 'every version of every template; rows are only added';
comment on column varta.guidance.city_id is 'null: all cities';
comment on column varta.guidance.category is 'code; null: any. A code, so that it can stand for all cities';
comment on column varta.guidance.unit is 'code; null: any';
comment on column varta.guidance.author_id is 'null: came with the city';
comment on constraint guidance_lang on varta.guidance is 'the languages of sources';
comment on constraint guidance_title on varta.guidance is 'what the moderator picks by: a line';
comment on constraint guidance_body on varta.guidance is 'shorter than an answer may be';
create index guidance_city on varta.guidance (city_id, id, version);

create table varta.default_guidance (
    category text references varta.default_category,
    unit text references varta.default_unit,
    lang text not null,
    title text not null,
    body text not null
);
comment on table varta.default_guidance is 'the templates that a new city begins with';

insert into varta.default_guidance values
('question', null, 'uk', 'Відповідь на питання', $$Дякуємо за питання № {number}.

{відповідь}

Якщо щось лишилося незрозумілим, напишіть нам ще раз. На письмове звернення безпосередньо до поліції відповідають за 15 днів або за місяць (стаття 20 Закону України «Про звернення громадян»).

{moderator}$$),
('question', null, 'en', 'Answer to a question', $$Thank you for question no. {number}.

{answer}

If anything is still unclear, please write to us again. A letter sent directly to the police is answered within 15 days or a month (article 20 of the law of Ukraine on citizens' appeals).

{moderator}$$),

('light', null, 'uk', 'Світлофор не працює', $$Дякуємо, що повідомили про світлофор (звернення № {number}).

Світлофори обслуговує комунальна служба міста. Відповідальний підрозділ: {unit}. Що буде далі: {що і коли зроблять}.

Поки світлофор не працює, на перехресті діють знаки пріоритету, а де їх немає – перевага того, хто праворуч. Переходьте, будь ласка, особливо уважно. Якщо рух став небезпечним, телефонуйте 102.

{moderator}$$),
('light', null, 'en', 'Traffic light out of order', $$Thank you for telling us about the traffic light (report no. {number}).

Traffic lights are looked after by the city's own service. Responsible unit: {unit}. What happens next: {what will be done and when}.

Until it works again, priority signs apply at the crossing; where there are none, whoever comes from the right goes first. Please cross with special care. If the traffic becomes dangerous, call 102.

{moderator}$$),

('sign', null, 'uk', 'Дорожній знак', $$Дякуємо, що помітили (звернення № {number}).

Знаки встановлює й міняє власник дороги, а на вулицях міста – його комунальна служба. Де знаку стояти, погоджує поліція. Відповідальний підрозділ: {unit}. Що буде далі: {що і коли зроблять}.

Якщо знак закрила гілка або оголошення, про це можна сказати й контактному центру міста (у Києві – 1551). Якщо знака не стало й через це небезпечно просто зараз, телефонуйте 102.

{moderator}$$),
('sign', null, 'en', 'Road sign', $$Thank you for noticing (report no. {number}).

Signs are put up and replaced by the owner of the road, in the city by its own service. The police agree to where a sign stands. Responsible unit: {unit}. What happens next: {what will be done and when}.

If a branch or a poster hides the sign, you can also tell the city's contact centre (in Kyiv: 1551). If a sign is gone and that is dangerous right now, call 102.

{moderator}$$),

('marking', null, 'uk', 'Дорожня розмітка', $$Дякуємо за звернення № {number}.

Розмітку наносить власник дороги, коли тепло й сухо, тож узимку вона може зачекати до весни. Відповідальний підрозділ: {unit}. Ми попросили додати це місце до плану: {коли оновлять}.

Якщо мова про перехід біля школи чи дитячого садка, напишіть нам про це: такі місця ми просимо оновлювати першими.

{moderator}$$),
('marking', null, 'en', 'Road marking', $$Thank you for report no. {number}.

Markings are painted by the owner of the road while it is warm and dry, so in winter they may have to wait until spring. Responsible unit: {unit}. We have asked for this place to be put on the plan: {when it will be renewed}.

If it is a crossing by a school or a kindergarten, please tell us: we ask for those to be done first.

{moderator}$$),

('road', null, 'uk', 'Яма або відкритий люк', $$Дякуємо, що попередили інших (звернення № {number}).

За стан дороги відповідає її власник: на вулиці – місто, у дворі – той, хто його утримує. Ми передали йому ваше звернення: {власник дороги}. Що буде далі: {що і коли зроблять}.

Відкритий люк або провалля – це терміново: телефонуйте контактному центру міста (у Києві – 1551) або 102.

Якщо в ямі пошкодили авто: не рушайте з місця, викличте 102, сфотографуйте яму й авто і збережіть документи. Із ними можна вимагати відшкодування від власника дороги.

{moderator}$$),
('road', null, 'en', 'Pothole or open manhole', $$Thank you for warning others (report no. {number}).

The owner answers for the state of a road: the city for a street, whoever maintains it for a courtyard. We have passed your report on: {owner of the road}. What happens next: {what will be done and when}.

An open manhole or a hole in the ground is urgent: call the city's contact centre (in Kyiv: 1551) or 102.

If your car was damaged: do not move it, call 102, take pictures of the hole and the car, and keep the papers. With them you can claim compensation from the owner of the road.

{moderator}$$),

('lighting', null, 'uk', 'Не світить ліхтар', $$Дякуємо за звернення № {number}.

Вуличне освітлення – справа міської служби, а у дворі й під'їзді – того, хто утримує будинок. Ми передали ваше звернення. Відповідальний підрозділ: {unit}. Що буде далі: {що і коли зроблять}.

Швидше буває, якщо назвати номер опори: він написаний на ній фарбою. Сказати його можна контактному центру міста (у Києві – 1551).

Обірваного дроту не торкайтеся й нікого до нього не підпускайте: телефонуйте 101 або 112.

{moderator}$$),
('lighting', null, 'en', 'Street light out', $$Thank you for report no. {number}.

Street lights are the business of a city service; in courtyards and entrances, of whoever maintains the building. We have passed your report on. Responsible unit: {unit}. What happens next: {what will be done and when}.

It can be quicker if you give the number of the pole: it is painted on it. Tell it to the city's contact centre (in Kyiv: 1551).

Do not touch a wire that has come down, and keep others away: call 101 or 112.

{moderator}$$),

('parking', null, 'uk', 'Авто заважає просто зараз', $$Дякуємо за звернення № {number}.

Якщо авто просто зараз закрило виїзд, тротуар або перехід, не чекайте відповіді тут: телефонуйте 102. Назвіть адресу, марку й номер авто і скажіть, кому воно заважає. Якщо можете, дочекайтеся патруля.

Патруль може оштрафувати водія, а коли авто створює перешкоду – викликати евакуатор. Де не можна зупинятися й стояти, сказано в пунктах 15.9 і 15.10 Правил дорожнього руху, штраф – у статті 122 Кодексу України про адміністративні правопорушення.

{moderator}$$),
('parking', null, 'en', 'A car is in the way right now', $$Thank you for report no. {number}.

If a car blocks an exit, the pavement or a crossing right now, do not wait for an answer here: call 102. Give the address, the make and the number of the car, and say whom it hinders. Wait for the patrol if you can.

The patrol can fine the driver and, where the car is an obstruction, have it towed away. Where one must not stop or park is said in 15.9 and 15.10 of the Traffic Rules, the fine in article 122 of the Code of Ukraine on Administrative Offences.

{moderator}$$),

('parking', 'patrol', 'uk', 'Тут паркуються щодня', $$Дякуємо, що написали (звернення № {number}).

Ми передали це місце патрульним. Відповідальний підрозділ: {unit}. Що вони зроблять: {що і коли зроблять}.

Щоб допомогти: напишіть, у які години там стоять авто, і додайте фото, на якому видно номер і місце. Стовпчики, знак або огорожу може поставити місто – попросіть про це контактний центр (у Києві – 1551) і назвіть номер нашого звернення.

{moderator}$$),
('parking', 'patrol', 'en', 'Cars park here every day', $$Thank you for writing (report no. {number}).

We have passed this place on to the patrols. Responsible unit: {unit}. What they will do: {what will be done and when}.

To help: tell us at what hours the cars stand there, and add a picture that shows the number and the place. Posts, a sign or a fence can be put up by the city: ask its contact centre (in Kyiv: 1551) and give the number of our report.

{moderator}$$),

('spot', null, 'uk', 'Небезпечне місце', $$Дякуємо, що довірили нам це (звернення № {number}).

Відповідальний підрозділ: {unit}. Що він зробить: {що і коли зроблять}.

Якщо там темно, заросло або поламано огорожу, це може виправити місто: контактний центр (у Києві – 1551). Якщо вам страшно просто зараз або хтось поводиться загрозливо, телефонуйте 102 – навіть коли ще нічого не сталося.

{moderator}$$),
('spot', null, 'en', 'Dangerous place', $$Thank you for trusting us with this (report no. {number}).

Responsible unit: {unit}. What it will do: {what will be done and when}.

If it is dark, overgrown or a fence is broken, the city can put that right: its contact centre (in Kyiv: 1551). If you are afraid right now, or somebody behaves like a threat, call 102, even if nothing has happened yet.

{moderator}$$),

('crime', null, 'uk', 'Як подати заяву про злочин', $$Дякуємо, що написали (звернення № {number}). Його бачить тільки поліція.

Щоб почалося розслідування, потрібна заява. Її приймуть у будь-якому відділенні поліції або за телефоном 102; візьміть документ і все, що може бути доказом. Протягом 24 годин відомості мають внести до Єдиного реєстру досудових розслідувань, а ви отримаєте витяг із нього (стаття 214 Кримінального процесуального кодексу України).

Що ми вже зробили: {що зроблено}.

Якщо вам загрожує небезпека, телефонуйте 102 негайно.

{moderator}$$),
('crime', null, 'en', 'How to report a crime', $$Thank you for writing (report no. {number}). Only the police see it.

For an investigation to begin, a statement is needed. Any police station takes it, and so does 102; bring a document and whatever could be evidence. Within 24 hours it has to be entered into the unified register of pre-trial investigations, and you get an extract (article 214 of the Criminal Procedure Code of Ukraine).

What we have done so far: {what was done}.

If you are in danger, call 102 at once.

{moderator}$$),

('message', null, 'uk', 'Відповідь дільничного', $$Добрий день! Ваше повідомлення № {number} у мене; крім мене, його ніхто не бачить.

{відповідь}

Застати мене можна: {де і коли}. Якщо справа термінова, телефонуйте 102.

{moderator}, дільничний офіцер поліції$$),
('message', null, 'en', 'Answer of the district officer', $$Good day! I have received your message no. {number}; only I see it.

{answer}

You can find me here: {where and when}. If it is urgent, call 102.

{moderator}, district police officer$$),

(null, 'legal_aid', 'uk', 'Безоплатна правнича допомога', $$Дякуємо за звернення № {number}.

Тут краще допоможе юрист. Безоплатну консультацію дає система безоплатної правничої допомоги: 0 800 213 103, дзвінки безкоштовні. Приготуйте документи, про які йдеться, і коротко запишіть, що й коли сталося.

{відповідь юриста}

{moderator}$$),
(null, 'legal_aid', 'en', 'Free legal aid', $$Thank you for report no. {number}.

Here a lawyer helps best. The system of free legal aid gives advice without charge: 0 800 213 103, the call is free. Have the papers at hand, and write down briefly what happened and when.

{the lawyer's answer}

{moderator}$$),

(null, 'city_authority', 'uk', 'Це справа міста', $$Дякуємо за звернення № {number}.

Із цим допомагає не поліція, а місто. Ми вже передали туди ваше звернення. Відповідальний підрозділ: {unit}. Що нам відповіли: {відповідь міста}.

Дізнатися, як просуваються справи, можна в контактному центрі (у Києві – 1551): назвіть номер {номер у контактному центрі}.

{moderator}$$),
(null, 'city_authority', 'en', 'This is for the city', $$Thank you for report no. {number}.

It is not the police but the city that helps with this. We have already passed your report on. Responsible unit: {unit}. What we were told: {the city's answer}.

The contact centre (in Kyiv: 1551) can tell you how things stand: give the number {number at the contact centre}.

{moderator}$$),

(null, null, 'uk', 'Коротка відповідь', $$Дякуємо за звернення № {number}.

{відповідь}

За це відповідає: {unit}. Якщо щось зміниться або ми помилилися, напишіть нам ще раз.

{moderator}$$),
(null, null, 'en', 'Short answer', $$Thank you for report no. {number}.

{answer}

Responsible for this: {unit}. If anything changes, or if we are wrong, please write to us again.

{moderator}$$);

alter table varta.guidance enable row level security;
alter table varta.default_guidance enable row level security;

commit;
