"""What ours is compared with: the same map embedded by folium.GeoJson, and a bare Leaflet page as the floor."""
