-- Deploy varta:wordings
-- What is wrong with a thing, in the words of an order: officers choose instead of typing.
begin;
set local role varta_owner;

create table varta.wording (
    id smallint primary key,
    object_id smallint not null references varta.object_kind,
    sort smallint not null,
    dangerous boolean not null,
    text text not null constraint wording_text check (text <> '' and length(text) <= 200),
    unique (object_id, sort)
);
comment on table varta.wording is 'what is often wrong with a kind of thing, as orders say it, most often first';
comment on column varta.wording.dangerous is 'it is dangerous at once';
comment on constraint wording_text on varta.wording is 'an order names what is wrong';

insert into varta.wording values
    (1, 1, 1, false, 'вибоїна на проїзній частині'),
    (2, 1, 2, true, 'провал на проїзній частині'),
    (3, 1, 3, false, 'просідання покриття'),
    (4, 2, 1, false, 'дорожній знак закрито гілками дерев'),
    (5, 2, 2, true, 'дорожній знак відсутній'),
    (6, 2, 3, false, 'дорожній знак пошкоджено'),
    (7, 2, 4, false, 'дорожній знак повернуто'),
    (8, 3, 1, true, 'світлофор не працює'),
    (9, 3, 2, false, 'не працює секція світлофора'),
    (10, 4, 1, false, 'вуличне освітлення не працює'),
    (11, 4, 2, true, 'опора освітлення нахилена'),
    (12, 5, 1, false, 'розмітка пішохідного переходу стерта'),
    (13, 5, 2, false, 'дорожня розмітка стерта'),
    (14, 6, 1, true, 'огородження відсутнє'),
    (15, 6, 2, false, 'огородження пошкоджено'),
    (16, 7, 1, false, 'гілки дерев закривають дорожній знак'),
    (17, 7, 2, false, 'рекламний щит закриває дорожній знак'),
    (18, 8, 1, true, 'люк відкрито'),
    (19, 8, 2, false, 'люк просів'),
    (20, 9, 1, false, 'вибоїна на тротуарі');

create table varta.category_object (
    category text not null,
    object_id smallint not null references varta.object_kind,
    primary key (category, object_id)
);
comment on table varta.category_object is 'what a report of a category is likely to be about';

insert into varta.category_object values ('road', 1), ('sign', 2), ('light', 3), ('lighting', 4), ('marking', 5);

alter table varta.wording enable row level security;
alter table varta.category_object enable row level security;

commit;
