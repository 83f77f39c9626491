-- Revert varta:publish
begin;

drop function sync.publish_site, sync.publish_statistics, sync.publish_feed, sync.publish_plan, sync.publish_files, sync.publish_shard,
    sync.publish_requests, sync.publish_done, sync.publish_lease, sync.publish_built, sync.publish_sources, api.publish_list,
    api.publish_rebuild;
drop index varta.outbox_answers;
drop function varta.public_list, varta.public_feature, varta.public_doc, varta.tile_box, varta.tile_of, varta.day_of;
drop view varta.public_request;
drop trigger tree_wanted on varta.source;
drop trigger tree_changed on varta.source;
drop trigger tree_wanted on varta.city;
drop trigger tree_wanted on varta.category;
drop trigger tree_wanted on varta.district;
drop function varta.tree_wanted;
drop table varta.tree;

commit;
